using Npgsql;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>What was said in a recording becomes the text of its message: the transcript, its search and the model read it like any other.</summary>
/// <param name="Text">Of the message from now on: its caption, when it has one, and what was said.</param>
public sealed record WrittenDown(Guid MessageId, string Text, string Preview) : TurnEffect
{
    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var statement = scope.Statement(
            $$"""
            with heard as (
                update messages set text = $5, media = jsonb_set(media, '{isWrittenDown}', 'true')
                where conversation_id = $3 and id = $4 and media is not null and {{WhileLeased}} returning created_at
            )
            update conversations set last_message_preview = $6 from heard where conversations.id = $3 and last_message_at = heard.created_at
            """
        );
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.Id });
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = MessageId });
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Text });
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Conversation.PreviewOf(Preview) });
        return statement;
    }
}
