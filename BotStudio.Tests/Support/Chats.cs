using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using Npgsql;

namespace BotStudio.Tests.Support;

/// <summary>Puts contacts, conversations and messages into the database as the engine leaves them there.</summary>
public sealed class Chats(IServiceProvider services, TimeProvider clock)
{
    private readonly NpgsqlDataSource database = (NpgsqlDataSource)services.GetService(typeof(NpgsqlDataSource))!;
    private readonly MessageIds ids = new(clock);

    /// <summary>A conversation with somebody; the bot and its account are the given ones.</summary>
    public async Task<Chat> BeginAsync(
        Bot bot,
        string firstName,
        string? lastName = null,
        string? username = null,
        DateTimeOffset? lastMessageAt = null,
        ChatKind kind = ChatKind.Private
    )
    {
        var now = clock.GetUtcNow();
        var contact = Guid.CreateVersion7(now);
        var conversation = Guid.CreateVersion7(now);
        await RunAsync(
            """
            insert into contacts (id, account_id, bot_id, channel, external_id, first_name, last_name, username, language_tag, created_at, last_seen_at)
            values ($1, $2, $3, 'telegram', $4, $5, $6, $7, 'uk', $8, $8)
            """,
            contact,
            bot.AccountId,
            bot.Id,
            contact.ToString("n"),
            firstName,
            (object?)lastName ?? DBNull.Value,
            (object?)username ?? DBNull.Value,
            now
        );
        await RunAsync(
            """
            insert into conversations (id, account_id, bot_id, channel, chat_id, thread_id, chat_kind, contact_id, created_at, last_message_at, last_message_preview)
            values ($1, $2, $3, 'telegram', $4, '', $5, $6, $7, $8, '')
            """,
            conversation,
            bot.AccountId,
            bot.Id,
            conversation.ToString("n"),
            (short)kind,
            contact,
            now,
            lastMessageAt ?? now
        );
        return new Chat(bot, conversation, contact);
    }

    public Task<Guid> HeardAsync(Chat chat, string text, string kind = "text") =>
        SayAsync(chat, text, MessageDirection.In, MessageStatus.Received, kind, null, null, null);

    public Task<Guid> SaidAsync(
        Chat chat,
        string text,
        ReplyReason? reason = null,
        MessageStatus status = MessageStatus.Sent,
        string? error = null,
        AiUsage? ai = null,
        string? buttons = null
    ) =>
        SayAsync(
            chat,
            text,
            MessageDirection.Out,
            status,
            "text",
            reason ?? new ReplyReason(ReplyStep.Fallback, Version: 1),
            ai,
            buttons,
            error
        );

    /// <summary>A line that nobody said, such as <c>resumed</c>.</summary>
    public Task<Guid> NoteAsync(Chat chat, string kind) =>
        SayAsync(chat, "", MessageDirection.Note, MessageStatus.Received, kind, null, null, null);

    private async Task<Guid> SayAsync(
        Chat chat,
        string text,
        MessageDirection direction,
        MessageStatus status,
        string kind,
        ReplyReason? reason,
        AiUsage? ai,
        string? buttons,
        string? error = null
    )
    {
        var id = ids.Next();
        var now = clock.GetUtcNow();
        var json = reason is null ? null : System.Text.Json.JsonSerializer.Serialize(reason, ConversationJson.Default.ReplyReason);
        await RunAsync(
            """
            insert into messages (conversation_id, id, account_id, bot_id, contact_id, direction, status, kind, text, buttons, reason,
                model, tokens_in, tokens_out, latency_ms, error, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11::jsonb, $12, $13, $14, $15, $16, $17)
            """,
            chat.ConversationId,
            id,
            chat.Bot.AccountId,
            chat.Bot.Id,
            direction == MessageDirection.In ? chat.ContactId : DBNull.Value,
            (short)direction,
            (short)status,
            kind,
            text,
            (object?)buttons ?? DBNull.Value,
            (object?)json ?? DBNull.Value,
            (object?)ai?.Model ?? DBNull.Value,
            (object?)ai?.TokensIn ?? DBNull.Value,
            (object?)ai?.TokensOut ?? DBNull.Value,
            (object?)ai?.LatencyMs ?? DBNull.Value,
            (object?)error ?? DBNull.Value,
            now
        );
        await RunAsync(
            "update conversations set last_message_at = $2, last_message_preview = left($3, 120) where id = $1",
            chat.ConversationId,
            now,
            text
        );
        await RunAsync("select pg_notify('botstudio_conversations', $1)", chat.Bot.Id.ToString());
        return id;
    }

    public async Task RunAsync(string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}

public sealed record Chat(Bot Bot, Guid ConversationId, Guid ContactId);
