using System.Text.Json;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Npgsql;
using NpgsqlTypes;

namespace BotStudio.Core.Conversations;

/// <summary>
/// Says something that is no answer to a message just now: what a person of the account writes, a reminder, a notice. It goes out behind what
/// was said in the chat before.
/// </summary>
public sealed class SayInConversation(
    NpgsqlDataSource database,
    JobQueue queue,
    ConversationHints hints,
    MessageIds ids,
    TimeProvider clock
)
{
    /// <summary>How long a key is remembered.</summary>
    private static readonly TimeSpan KeysLast = TimeSpan.FromDays(2);

    /// <param name="accountId">Whose conversation it has to be.</param>
    /// <param name="reason">Why the bot says it; null for what a person wrote.</param>
    /// <param name="userId">Who of the account wrote it; null for the bot.</param>
    /// <param name="messageId">Of a caller who may come twice with the same message: the second time changes nothing. Null for a new one.</param>
    /// <param name="key">See <see cref="WrittenMessage.Key"/>; null when the caller comes once.</param>
    /// <returns>The message's id; <c>not_found</c> for another account's conversation.</returns>
    public async Task<Outcome<Guid>> RunAsync(
        Guid accountId,
        Guid conversationId,
        OutgoingMessage message,
        ReplyReason? reason,
        Guid? userId,
        CancellationToken ct,
        Guid? messageId = null,
        string? key = null
    )
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await ChatOfAsync(connection, accountId, conversationId, ct) is not var (botId, chatId))
        {
            return Problem.NotFound;
        }

        var now = clock.GetUtcNow();
        if (key is not null && await EarlierAsync(connection, conversationId, key, now, ct) is { } earlier)
        {
            return earlier;
        }

        var said = SpokenMessage.Said(messageId ?? ids.Next(), message, reason, now, key: key);
        if (await WriteAsync(connection, accountId, botId, conversationId, said, userId, ct))
        {
            await queue.EnqueueAsync(
                connection,
                new NewJob(
                    accountId,
                    OutgoingJob.Kind,
                    new OutgoingJob(conversationId, 0, [said.Id]) { ReplyToExternalId = message.ReplyToExternalId }.ToPayload()
                )
                {
                    SubjectId = botId,
                    Lane = Lane.Outgoing(botId, chatId),
                },
                ct
            );
        }

        await transaction.CommitAsync(ct);
        queue.Wake();
        hints.Changed(botId);
        return said.Id;
    }

    private static async Task<(Guid BotId, string ChatId)?> ChatOfAsync(
        NpgsqlConnection connection,
        Guid accountId,
        Guid id,
        CancellationToken ct
    )
    {
        await using var find = new NpgsqlCommand("select bot_id, chat_id from conversations where id = $1 and account_id = $2", connection);
        find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        await using var rows = await find.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? (rows.GetGuid(0), rows.GetString(1)) : null;
    }

    /// <summary>The same key at the same time waits here until the other is committed.</summary>
    private static async Task<Guid?> EarlierAsync(
        NpgsqlConnection connection,
        Guid conversationId,
        string key,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        await using (var wait = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 0))", connection))
        {
            wait.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{conversationId}/{key}" });
            await wait.ExecuteNonQueryAsync(ct);
        }

        await using var find = new NpgsqlCommand(
            "select id from messages where conversation_id = $1 and id >= $2 and direction = 1 and sending->>'key' = $3 limit 1",
            connection
        );
        find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = conversationId });
        find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = MessageIds.FirstAt(now - KeysLast) });
        find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return (Guid?)await find.ExecuteScalarAsync(ct);
    }

    /// <returns>False when it is there already.</returns>
    private static async Task<bool> WriteAsync(
        NpgsqlConnection connection,
        Guid accountId,
        Guid botId,
        Guid conversationId,
        SpokenMessage said,
        Guid? userId,
        CancellationToken ct
    )
    {
        await using var write = new NpgsqlCommand(
            """
            with said as (
                insert into messages (conversation_id, id, account_id, bot_id, direction, status, kind, text, buttons, reason, media, sending, sent_by, created_at)
                values ($1, $2, $3, $4, 1, 1, $5, $6, $7::jsonb, $8::jsonb, $9::jsonb, $10::jsonb, $11, $12)
                on conflict do nothing returning created_at
            )
            update conversations set last_message_at = $12, last_message_preview = $13 from said where id = $1 returning id
            """,
            connection
        );
        var parameters = write.Parameters;
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = conversationId });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = said.Id });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = botId });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = said.Kind });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = said.Text });
        parameters.Add(Text(said.Buttons));
        parameters.Add(Text(said.Reason));
        parameters.Add(Text(said.Media));
        parameters.Add(Text(said.Sending));
        parameters.Add(new NpgsqlParameter { Value = (object?)userId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = said.At });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = Conversation.PreviewOf(said.Preview) });
        return await write.ExecuteScalarAsync(ct) is not null;
    }

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
