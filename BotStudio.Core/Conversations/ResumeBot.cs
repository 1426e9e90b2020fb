using System.Text.Json;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Conversations;

/// <summary>
/// The job that lets the bot go on when the person who took over has been silent for long enough. Whoever took over meanwhile, or wrote again,
/// has set a later time, and it comes back then.
/// </summary>
public sealed class ResumeBot(NpgsqlDataSource database, ConversationHints hints, MessageIds ids, JobQueue queue, TimeProvider clock)
    : JobHandler(queue)
{
    private const string JobKind = "conversations.resume";

    private readonly JobQueue queue = queue;

    public override string Kind => JobKind;

    public static NewJob JobFor(Conversation conversation, DateTimeOffset until) =>
        new(conversation.AccountId, JobKind, JsonSerializer.SerializeToUtf8Bytes(conversation.Id, ConversationJson.Default.Guid))
        {
            SubjectId = conversation.BotId,
            DueAt = until,
        };

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var conversationId = JsonSerializer.Deserialize(job.Payload, ConversationJson.Default.Guid);
        await using var command = database.CreateCommand(
            """
            with ended as (
                update conversations set taken_over_by = null, taken_over_until = null
                where id = $1 and taken_over_until <= $2
                returning id, account_id, bot_id
            ), noted as (
                insert into messages (conversation_id, id, account_id, bot_id, direction, status, kind, text, created_at)
                select id, $3, account_id, bot_id, 2, 0, 'resumed', '', $2 from ended returning 1
            )
            select (select count(*) from noted), (select taken_over_until from conversations where id = $1)
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = conversationId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ids.Next() });
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        if (rows.GetInt64(0) > 0)
        {
            hints.Changed(job.SubjectId!.Value);
        }
        else if (!rows.IsDBNull(1))
        {
            await queue.PostponeAsync(job, rows.GetFieldValue<DateTimeOffset>(1), CancellationToken.None);
        }
    }
}

/// <summary>The time of a take-over is over and the contact writes before <see cref="ResumeBot"/> has noticed: the bot answers.</summary>
public sealed record TakeOverEnded(Guid NoteId) : TurnEffect
{
    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var statement = scope.Statement(
            $"""
            with ended as (
                update conversations set taken_over_by = null, taken_over_until = null
                where id = $3 and taken_over_until <= $4 and {WhileLeased}
                returning id, account_id, bot_id
            )
            insert into messages (conversation_id, id, account_id, bot_id, direction, status, kind, text, created_at)
            select id, $5, account_id, bot_id, 2, 0, 'resumed', '', $4 from ended
            """
        );
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.Id });
        statement.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = scope.Now });
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = NoteId });
        return statement;
    }
}
