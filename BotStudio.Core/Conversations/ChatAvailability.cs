using Npgsql;

namespace BotStudio.Core.Conversations;

/// <summary>Keeps account of which chats can be written to, and under which id.</summary>
public sealed class ChatAvailability(NpgsqlDataSource database, TimeProvider clock)
{
    public async Task ChangeAsync(Guid botId, string channel, string chatId, bool canWrite, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            with chat as (
                update conversations set unreachable_since = case when $4 then null else coalesce(unreachable_since, $5) end
                where bot_id = $1 and channel = $2 and chat_id = $3
                returning contact_id, chat_kind
            )
            update contacts set blocked_at = case when $4 then null else coalesce(blocked_at, $5) end
            from chat where contacts.id = chat.contact_id and chat.chat_kind = 0
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = botId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = channel });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = chatId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = canWrite });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The chat goes on under another id. Where both ids have a conversation already, the old one stays as it is.</summary>
    public async Task MoveAsync(Guid botId, string channel, string oldChatId, string newChatId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update conversations old set chat_id = $4
            where bot_id = $1 and channel = $2 and chat_id = $3
                and not exists (select from conversations fresh
                    where fresh.bot_id = $1 and fresh.channel = $2 and fresh.chat_id = $4 and fresh.thread_id = old.thread_id)
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = botId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = channel });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = oldChatId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = newChatId });
        await command.ExecuteNonQueryAsync(ct);
    }
}
