using BotStudio.Core.Data;
using Npgsql;

namespace BotStudio.Core.Conversations;

/// <summary>What was said before, for the model. One query for many conversations.</summary>
public sealed class History(HotPath hotPath)
{
    /// <returns>For each wanted conversation its turns before the message, oldest first.</returns>
    public async Task<IReadOnlyList<EarlierMessage>[]> LoadAsync(IReadOnlyList<HistoryWanted> wanted, CancellationToken ct)
    {
        var found = new List<EarlierMessage>[wanted.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = [];
        }

        await using var command = hotPath.Database.CreateCommand(
            """
            select wanted.number, before.direction, before.text
            from unnest($1, $2, $3) with ordinality as wanted (conversation_id, message_id, length, number)
            cross join lateral (
                select m.id, m.direction, m.text from messages m
                where m.conversation_id = wanted.conversation_id and m.id < wanted.message_id and m.text <> '' and m.status < 4
                order by m.id desc limit wanted.length) before
            order by wanted.number, before.id
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. wanted.Select(w => w.ConversationId)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. wanted.Select(w => w.BeforeMessageId)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. wanted.Select(w => w.Length)] });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            found[(int)rows.GetInt64(0) - 1].Add(new EarlierMessage(rows.GetInt16(1) == (short)MessageDirection.In, rows.GetString(2)));
        }

        return found;
    }
}

/// <param name="Length">How many messages at most.</param>
public sealed record HistoryWanted(Guid ConversationId, Guid BeforeMessageId, int Length);

/// <summary>One message of the past, whoever it was from.</summary>
public sealed record EarlierMessage(bool FromContact, string Text);
