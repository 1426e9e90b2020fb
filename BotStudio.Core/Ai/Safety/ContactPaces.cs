using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using Npgsql;

namespace BotStudio.Core.Ai.Safety;

/// <summary>How much contacts have asked AI lately. One query for many of them, and none for bots without limits.</summary>
public sealed class ContactPaces(HotPath hotPath)
{
    /// <returns>Those who have asked before.</returns>
    public async Task<IReadOnlyDictionary<Guid, ContactPace>> OfAsync(IReadOnlyCollection<Guid> contactIds, CancellationToken ct)
    {
        var paces = new Dictionary<Guid, ContactPace>(contactIds.Count);
        if (contactIds.Count == 0)
        {
            return paces;
        }

        await using var command = hotPath.Database.CreateCommand(
            """
            select contact_id, turn_id, verdict, is_told, minute_at, in_minute, day, in_day, told_at
            from contact_paces where contact_id = any($1)
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. contactIds] });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            paces[rows.GetGuid(0)] = new ContactPace
            {
                TurnId = rows.GetGuid(1),
                Verdict = (PaceVerdict)rows.GetInt16(2),
                IsTold = rows.GetBoolean(3),
                MinuteAt = rows.GetFieldValue<DateTimeOffset>(4),
                InMinute = rows.GetInt32(5),
                Day = rows.GetFieldValue<DateOnly>(6),
                InDay = rows.GetInt32(7),
                ToldAt = rows.IsDBNull(8) ? null : rows.GetFieldValue<DateTimeOffset>(8),
            };
        }

        return paces;
    }

    /// <summary>A polite word for whoever asks too much, once in a while; in between, nothing.</summary>
    public static Reply Answer(ContactPace pace, BotSnapshot bot, string language, ReplyReason reason)
    {
        var isDay = pace.Verdict == PaceVerdict.DayIsUsedUp;
        return new Reply
        {
            Reason = reason with { Step = ReplyStep.Safety, Problem = isDay ? "safety.day_used_up" : "safety.too_fast" },
            Messages = pace.IsTold
                ? [new OutgoingMessage { Text = bot.Texts.Of(isDay ? "ai.say.day_used_up" : "ai.say.too_fast", language) }]
                : [],
        };
    }
}

/// <summary>Counts a question of a contact, in the transaction of the turn that answers it.</summary>
public sealed record KeepPace(ContactPace Pace) : TurnEffect
{
    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var statement = scope.Statement(
            $"""
            insert into contact_paces (contact_id, account_id, turn_id, verdict, is_told, minute_at, in_minute, day, in_day, told_at)
            select $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 where {WhileLeased}
            on conflict (contact_id) do update set turn_id = excluded.turn_id, verdict = excluded.verdict, is_told = excluded.is_told,
                minute_at = excluded.minute_at, in_minute = excluded.in_minute, day = excluded.day, in_day = excluded.in_day,
                told_at = excluded.told_at
            """
        );
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.ContactId });
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.AccountId });
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Pace.TurnId });
        statement.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)Pace.Verdict });
        statement.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = Pace.IsTold });
        statement.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = Pace.MinuteAt });
        statement.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Pace.InMinute });
        statement.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = Pace.Day });
        statement.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Pace.InDay });
        statement.Parameters.Add(
            new NpgsqlParameter { Value = (object?)Pace.ToldAt ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz }
        );
        return statement;
    }
}
