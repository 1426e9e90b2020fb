using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using Npgsql;

namespace BotStudio.Core.Ai.KeptAnswers;

/// <summary>Keeps an answer with the turn that gave it, and throws away what the bot has kept too long.</summary>
public sealed record KeepAnswer(byte[] Key, string Text, string Model, TimeSpan For) : TurnEffect
{
    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var statement = scope.Statement(
            $"""
            with thrown_away as (
                delete from kept_answers where bot_id = $3 and key <> $4 and expires_at < $9 and {WhileLeased}
            )
            insert into kept_answers (bot_id, key, account_id, contact_id, text, model, created_at, expires_at)
            select $3, $4, $5, $6, $7, $8, $9, $10 where {WhileLeased}
            on conflict (bot_id, key) do update set contact_id = excluded.contact_id, text = excluded.text, model = excluded.model,
                created_at = excluded.created_at, expires_at = excluded.expires_at
            """
        );
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.BotId });
        statement.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Key });
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.AccountId });
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.ContactId });
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Text });
        statement.Parameters.Add(
            new NpgsqlParameter<string> { TypedValue = StoredText.Cut(StoredText.Clean(Model), PromptSettings.MaxModelLength) }
        );
        statement.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = scope.Now });
        statement.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = scope.Now + For });
        return statement;
    }
}
