using Npgsql;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>
/// Jobs of the same lane that this turn answers as well: the other parts of an album. They wait behind the turn's own job, so nobody else has
/// begun them.
/// </summary>
public sealed record EndedJobs(IReadOnlyList<long> Ids) : TurnEffect
{
    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var statement = scope.Statement($"delete from jobs where id = any($3) and state = 0 and {WhileLeased}");
        statement.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. Ids] });
        return statement;
    }
}
