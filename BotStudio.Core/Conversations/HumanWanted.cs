using Npgsql;

namespace BotStudio.Core.Conversations;

/// <summary>The contact asked for a person: the conversation waits for one, since now or since the first time they asked.</summary>
public sealed record HumanWanted : TurnEffect
{
    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var statement = scope.Statement(
            $"update conversations set human_wanted_at = coalesce(human_wanted_at, $4) where id = $3 and {WhileLeased}"
        );
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.Id });
        statement.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = scope.Now });
        return statement;
    }
}
