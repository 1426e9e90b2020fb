using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>
/// The contact asked for a person: the conversation waits for one, since now or since the first time they asked, which is told to those who answer.
/// </summary>
public sealed record HumanWanted : TurnEffect
{
    /// <summary>The job that tells; payload: the conversation's id.</summary>
    public const string TellKind = "conversations.human_wanted";

    public override bool LeavesWork => true;

    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var statement = scope.Statement(
            $"""
            with wanted as (
                update conversations set human_wanted_at = $4 where id = $3 and human_wanted_at is null and {WhileLeased} returning account_id, bot_id
            )
            insert into jobs (account_id, kind, payload, state, due_at, attempts, created_at, subject_id)
            select account_id, $5, $6, {(short)JobState.Ready}, $4, 0, $4, bot_id from wanted
            """
        );
        statement.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = scope.Conversation.Id });
        statement.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = scope.Now });
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TellKind });
        statement.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = scope.Conversation.Id.ToByteArray() });
        return statement;
    }
}
