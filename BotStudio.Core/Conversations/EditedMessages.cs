using BotStudio.Core.Conversations.Turns;
using Npgsql;

namespace BotStudio.Core.Conversations;

/// <summary>Remembers what contacts made of their messages afterwards; the transcript and the model then see the later text.</summary>
public sealed class EditedMessages(NpgsqlDataSource database)
{
    /// <returns>The conversation, when the contact is in the middle of a form there and the message may have been an answer; else null.</returns>
    public async Task<Guid?> RememberAsync(IncomingTurn edit, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            update messages set text = $6
            from conversations v
            where v.bot_id = $1 and v.channel = $2 and v.chat_id = $3 and v.thread_id = $4
                and messages.conversation_id = v.id and messages.external_id = $5 and messages.direction = 0
            returning case when jsonb_exists(v.state, 'form') then v.id end
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = edit.BotId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = edit.Channel });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = edit.Message.ChatId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = edit.Message.ThreadId ?? "" });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = edit.Message.ExternalId ?? "" });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = edit.Message.Text });
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }
}
