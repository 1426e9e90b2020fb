using BotStudio.Core.Jobs;
using Npgsql;
using NpgsqlTypes;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>A turn that leaves work for later: a reminder, a notice, a call. Runs once the turn is committed, and may run twice.</summary>
public sealed record LaterJob(NewJob Job) : TurnEffect
{
    public override bool LeavesWork => true;

    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var isLater = Job.DueAt > scope.Now;
        var statement = scope.Statement(
            $"""
            insert into jobs (account_id, kind, lane, payload, state, due_at, attempts, created_at, subject_id)
            select $3, $4, $5, $6, $7, $8, 0, $9, $10 where {WhileLeased}
            """
        );
        var parameters = statement.Parameters;
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Job.AccountId });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = Job.Kind });
        parameters.Add(new NpgsqlParameter { Value = (object?)Job.Lane ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Job.Payload });
        parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)(isLater ? JobState.Waiting : JobState.Ready) });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = Job.DueAt ?? scope.Now });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = scope.Now });
        parameters.Add(new NpgsqlParameter { Value = (object?)Job.SubjectId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        return statement;
    }
}
