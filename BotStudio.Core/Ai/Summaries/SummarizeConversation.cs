using System.Text.Json;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Npgsql;
using NpgsqlTypes;

namespace BotStudio.Core.Ai.Summaries;

/// <summary>
/// The job that writes down in short what the model will not see word for word any more, when enough has been said since the last time. Nobody
/// waits for it: an answer that comes sooner takes the summary there is.
/// </summary>
public sealed class SummarizeConversation(
    AskModel model,
    LiveSnapshots snapshots,
    NpgsqlDataSource database,
    JobQueue queue,
    TimeProvider clock
) : JobHandler(queue)
{
    public const string JobKind = "ai.summarize";

    /// <summary>Messages read at a time.</summary>
    private const int MostAtOnce = 200;

    public override string Kind => JobKind;

    public override JobRules Rules { get; } =
        new(MaxAttempts: 3, MaxInFlight: 100, FirstPause: TimeSpan.FromSeconds(20), LongestPause: TimeSpan.FromMinutes(5));

    /// <summary>For a turn after which the next question will not see all that was said.</summary>
    public static LaterJob After(ConversationRef conversation) =>
        new(
            new NewJob(conversation.AccountId, JobKind, JsonSerializer.SerializeToUtf8Bytes(conversation.Id))
            {
                SubjectId = conversation.BotId,
                Lane = Lane.Summary(conversation.Id),
            }
        );

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var conversationId = JsonSerializer.Deserialize<Guid>(job.Payload);
        if (
            job.SubjectId is not { } botId
            || await snapshots.FindAsync(botId, ct) is not { Prompt: { Summarizes: true } prompt }
            || await ReadAsync(conversationId, ct) is not { } state
            || state.Unsaid.Count == 0
        )
        {
            // Switched off, gone, or summed up by a job before this one.
            return;
        }

        var (question, taken) = SummaryQuestion.Of(prompt, state.Notes, [.. state.Unsaid.Select(each => each.Message)]);
        var caller = new AiCaller(job.AccountId, botId, state.ContactId) { Kind = UsageKind.Summary };
        var answer = await model.TryAsync(caller, question, prompt.FallbackModel, ct);
        if (SummaryQuestion.NotesIn(answer) is { } notes)
        {
            await KeepAsync(conversationId, notes, state.Unsaid[taken - 1].Id, CancellationToken.None);
            if (taken < state.Unsaid.Count)
            {
                await Queue.PostponeAsync(job, clock.GetUtcNow(), CancellationToken.None);
            }
        }
        else if (answer is AiAnswer.Failed { IsPassing: true } failed && job.Attempts + 1 < Rules.MaxAttempts)
        {
            await Queue.FailAsync(job, Rules, failed.Code, CancellationToken.None);
        }

        // Else the next turn that is due for it tries again; a summary is no reason for a dead letter.
    }

    private async Task<State?> ReadAsync(Guid conversationId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        Guid? upTo;
        State state;
        await using (
            var find = new NpgsqlCommand(
                """
                select case when v.chat_kind = 0 then v.contact_id end, s.text, s.up_to_message_id
                from conversations v left join conversation_summaries s on s.conversation_id = v.id where v.id = $1
                """,
                connection
            )
        )
        {
            find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = conversationId });
            await using var row = await find.ExecuteReaderAsync(ct);
            if (!await row.ReadAsync(ct))
            {
                return null;
            }

            upTo = row.IsDBNull(2) ? null : row.GetGuid(2);
            state = new State(row.IsDBNull(0) ? null : row.GetGuid(0), row.IsDBNull(1) ? null : row.GetString(1), []);
        }

        await using var read = new NpgsqlCommand(
            $"""
            select id, direction, text from messages m
            where conversation_id = $1 and id > $2 and text <> '' and status < 4 and direction < 2
                -- What was not answered is told to no model.
                and coalesce(case direction when 1 then reason->>'step' else (
                    select said.reason->>'step' from messages said
                    where said.conversation_id = m.conversation_id and said.id > m.id and said.direction = 1 order by said.id limit 1
                ) end, '') <> '{nameof(ReplyStep.Safety)}'
            order by id limit $3
            """,
            connection
        );
        read.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = conversationId });
        read.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = upTo ?? Guid.Empty });
        read.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostAtOnce });
        await using var rows = await read.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var message = new EarlierMessage(rows.GetInt16(1) == (short)MessageDirection.In, rows.GetString(2));
            state.Unsaid.Add((rows.GetGuid(0), message));
        }

        return state;
    }

    /// <summary>Unless a later one is there, or the conversation is gone.</summary>
    private async Task KeepAsync(Guid conversationId, string notes, Guid upTo, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            insert into conversation_summaries (conversation_id, account_id, bot_id, text, up_to_message_id, updated_at)
            select id, account_id, bot_id, $2, $3, $4 from conversations where id = $1
            on conflict (conversation_id) do update
                set text = excluded.text, up_to_message_id = excluded.up_to_message_id, updated_at = excluded.updated_at
                where conversation_summaries.up_to_message_id < excluded.up_to_message_id
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = conversationId });
        command.Parameters.Add(new NpgsqlParameter { Value = notes, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = upTo });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <param name="ContactId">Who it is with; null for a group.</param>
    private sealed record State(Guid? ContactId, string? Notes, List<(Guid Id, EarlierMessage Message)> Unsaid);
}
