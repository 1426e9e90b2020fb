using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace BotStudio.Core.Jobs;

/// <summary>Puts jobs in and settles those that this process holds. Claiming is <see cref="JobWorker"/>'s.</summary>
public sealed class JobQueue : IAsyncDisposable
{
    private readonly HotPath hotPath;
    private readonly CurrentWorker worker;
    private readonly TimeProvider clock;
    private readonly GroupCommit<Settlement> settlements;

    public JobQueue(HotPath hotPath, CurrentWorker worker, TimeProvider clock)
    {
        this.hotPath = hotPath;
        this.worker = worker;
        this.clock = clock;
        settlements = new GroupCommit<Settlement>(SettleAsync, new GroupRules(LargestGroup: 200, ParallelGroups: 1, OutlastsOutages: true));
    }

    /// <summary>Puts a job into the transaction of <paramref name="db"/>; call <see cref="Wake"/> after the commit.</summary>
    public async Task EnqueueAsync(BotStudioDb db, NewJob job, CancellationToken ct)
    {
        await using var command = Insert(job);
        command.Connection = (NpgsqlConnection)db.Database.GetDbConnection();
        command.Transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Puts a job into the transaction that the connection is in; call <see cref="Wake"/> after the commit.</summary>
    public async Task EnqueueAsync(NpgsqlConnection connection, NewJob job, CancellationToken ct)
    {
        await using var command = Insert(job);
        command.Connection = connection;
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Puts a job in by itself.</summary>
    public async Task EnqueueAsync(NewJob job, CancellationToken ct)
    {
        await using var connection = await hotPath.Database.OpenConnectionAsync(ct);
        await using var command = Insert(job);
        command.Connection = connection;
        await command.ExecuteNonQueryAsync(ct);
        Wake();
    }

    /// <summary>Tells this process's worker to look at once; the others hear it from PostgreSQL.</summary>
    public void Wake() => worker.WakeUp();

    /// <summary>The job's work is done and committed.</summary>
    public Task DoneAsync(ClaimedJob job, CancellationToken ct) => AddAsync(new Settlement(job, SettlementKind.Done), ct);

    /// <summary>The work failed: tried again after a pause by <paramref name="rules"/>, dead when it was the last time.</summary>
    /// <param name="error">What went wrong, without secrets and message texts.</param>
    public Task FailAsync(ClaimedJob job, JobRules rules, string error, CancellationToken ct)
    {
        var failures = job.Attempts + 1;
        return failures >= rules.MaxAttempts
            ? DieAsync(job, error, ct)
            : AddAsync(
                new Settlement(job, SettlementKind.Retry)
                {
                    DueAt = clock.GetUtcNow() + rules.PauseAfter(failures),
                    Error = error,
                    Attempts = failures,
                },
                ct
            );
    }

    /// <summary>Not a failure, only not yet: comes back at <paramref name="dueAt"/> with its attempts as they were.</summary>
    public Task PostponeAsync(ClaimedJob job, DateTimeOffset dueAt, CancellationToken ct) =>
        AddAsync(
            new Settlement(job, SettlementKind.Retry)
            {
                DueAt = dueAt,
                Attempts = job.Attempts,
                Error = null,
            },
            ct
        );

    /// <summary>Will not be tried again by itself.</summary>
    public Task DieAsync(ClaimedJob job, string error, CancellationToken ct) =>
        AddAsync(new Settlement(job, SettlementKind.Dead) { Error = error, Attempts = job.Attempts + 1 }, ct);

    /// <summary>Not begun, or broken off before anything happened: any worker may take it at once.</summary>
    public Task HandBackAsync(ClaimedJob job) =>
        AddAsync(new Settlement(job, SettlementKind.HandBack) { Attempts = job.Attempts }, CancellationToken.None);

    public ValueTask DisposeAsync() => settlements.DisposeAsync();

    private NpgsqlCommand Insert(NewJob job)
    {
        var now = clock.GetUtcNow();
        var isLater = job.DueAt > now;
        var command = new NpgsqlCommand();
        command.CommandText = $"""
            with added as (
                insert into jobs (account_id, kind, lane, payload, state, due_at, attempts, created_at, subject_id)
                values ($1, $2, $3, $4, $5, $6, 0, $7, $8)
                returning 1)
            select {(isLater ? "1" : $"pg_notify('{Notifications.Jobs}', '')")} from added
            """;
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = job.AccountId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = job.Kind });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)job.Lane ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = job.Payload });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)(isLater ? JobState.Waiting : JobState.Ready) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = job.DueAt ?? now });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)job.SubjectId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        return command;
    }

    private async Task AddAsync(Settlement settlement, CancellationToken ct)
    {
        await settlements.AddAsync(settlement).WaitAsync(ct);
        settlement.Job.MarkSettled();
    }

    /// <summary>Jobs whose lease was lost meanwhile are left alone: they belong to whoever holds them now.</summary>
    private async Task SettleAsync(IReadOnlyList<Settlement> settled)
    {
        var owner = worker.Id;
        var group = settled.Where(s => s.Job.Lease == owner).ToList();
        if (group.Count == 0)
        {
            return;
        }

        await using var connection = await hotPath.Database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);

        var done = group.Where(s => s.Kind == SettlementKind.Done).Select(s => s.Job.Id).ToArray();
        if (done.Length > 0)
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand("delete from jobs where id = any($1) and lease_owner = $2 and state = 1")
                {
                    Parameters =
                    {
                        new NpgsqlParameter<long[]> { TypedValue = done },
                        new NpgsqlParameter<Guid> { TypedValue = owner },
                    },
                }
            );
        }

        var changed = group.Where(s => s.Kind != SettlementKind.Done).ToList();
        if (changed.Count > 0)
        {
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand(
                    """
                    update jobs set state = c.state, due_at = c.due_at, attempts = c.attempts, error = c.error, lease_owner = null
                    from unnest($1, $2, $3, $4, $5) as c (id, state, due_at, attempts, error)
                    where jobs.id = c.id and jobs.lease_owner = $6 and jobs.state = 1
                    """
                )
                {
                    Parameters =
                    {
                        new NpgsqlParameter<long[]> { TypedValue = [.. changed.Select(s => s.Job.Id)] },
                        new NpgsqlParameter<short[]> { TypedValue = [.. changed.Select(s => (short)s.NextState)] },
                        new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. changed.Select(s => s.DueAt ?? clock.GetUtcNow())] },
                        new NpgsqlParameter<int[]> { TypedValue = [.. changed.Select(s => s.Attempts)] },
                        new NpgsqlParameter<string?[]>
                        {
                            TypedValue = [.. changed.Select(s => Shorten(s.Error))],
                            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                        },
                        new NpgsqlParameter<Guid> { TypedValue = owner },
                    },
                }
            );
        }

        await batch.ExecuteNonQueryAsync();
    }

    private static string? Shorten(string? error) => error is null ? null : StoredText.Cut(StoredText.Clean(error), Job.MaxErrorLength);

    private enum SettlementKind
    {
        Done,
        Retry,
        Dead,
        HandBack,
    }

    private sealed record Settlement(ClaimedJob Job, SettlementKind Kind)
    {
        public DateTimeOffset? DueAt { get; init; }

        public string? Error { get; init; }

        public int Attempts { get; init; }

        public JobState NextState =>
            Kind switch
            {
                SettlementKind.Retry => JobState.Waiting,
                SettlementKind.Dead => JobState.Dead,
                _ => JobState.Ready,
            };
    }
}
