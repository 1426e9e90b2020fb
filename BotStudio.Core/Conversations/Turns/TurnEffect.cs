using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>
/// Something a turn changes besides its messages, written in the turn's transaction: it has happened exactly when the turn has. A new kind is
/// one record with its SQL. The simulator shows effects and runs none.
/// </summary>
public abstract record TurnEffect
{
    /// <summary>
    /// Goes into the <c>where</c> of every effect. $1 is the turn's job, $2 the lease: a turn whose job was given to another process meanwhile
    /// changes nothing.
    /// </summary>
    protected const string WhileLeased = "exists (select from jobs where id = $1 and lease_owner = $2 and state = 1)";

    /// <summary>True when it puts a job in that is due at once.</summary>
    public virtual bool LeavesWork => false;

    /// <summary>One statement with <see cref="WhileLeased"/>; it may be run twice when the answer to the first time was lost.</summary>
    public abstract NpgsqlBatchCommand ToSql(EffectScope scope);
}

/// <summary>Of which turn an effect is.</summary>
public readonly record struct EffectScope(ClaimedJob Job, Guid Lease, ConversationRef Conversation, DateTimeOffset Now)
{
    /// <summary>A statement whose first two parameters are those of the turn's lease; add the others from $3 on.</summary>
    public NpgsqlBatchCommand Statement(string sql) =>
        new(sql)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = Job.Id },
                new NpgsqlParameter<Guid> { TypedValue = Lease },
            },
        };
}
