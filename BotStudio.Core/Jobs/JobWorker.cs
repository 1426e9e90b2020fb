using System.Collections.Concurrent;
using BotStudio.Core.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Jobs;

/// <summary>
/// Takes due jobs and gives them to their handlers. Account by account in turn, so that a long queue of one does not hold up another; from a
/// lane only its first. On shutdown it takes no more, waits for what is under way, and hands the rest back.
/// </summary>
public sealed class JobWorker(
    HotPath hotPath,
    CurrentWorker self,
    WorkerRegistry registry,
    JobQueue queue,
    Notifications notifications,
    IEnumerable<IJobHandler> handlers,
    TimeProvider clock,
    ILogger<JobWorker> log
) : BackgroundService
{
    /// <summary>Jobs taken in one round trip.</summary>
    private const int LargestClaim = 200;

    /// <summary>Jobs of one account taken in one round trip while others wait, too.</summary>
    private const int ShareOfAccount = 50;

    /// <summary>Jobs of one account that this process holds at most.</summary>
    private const int MaxInFlightOfAccount = 3000;

    /// <summary>How far into an account's queue a claim looks for jobs whose lane is free.</summary>
    private const int LookAhead = 1000;

    /// <summary>The longest that a job waits for a hint that was lost.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    /// <summary>How long work under way may take to finish at shutdown.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>And how long handing back what is not finished may take: without it, others take it when this process is gone.</summary>
    private static readonly TimeSpan HandBackWithin = TimeSpan.FromSeconds(5);

    /// <summary>Pause of jobs that found the database away; that is no failure of theirs.</summary>
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(1);

    // A process that was taken for dead leases nothing until it has noticed. Ordered by due time, which is what ix_jobs_ready holds; order within a lane is by id, and a lane has one leased job at most (ux_jobs_lane).
    private const string ClaimSql = """
        with recursive account (id) as (
            (select account_id from jobs where state = 0 and account_id >= $1 order by account_id limit 1)
            union all
            select (select j.account_id from jobs j where j.state = 0 and j.account_id > account.id order by j.account_id limit 1)
            from account where account.id is not null
        ), first_of_lane as (
            select due.id
            from account cross join lateral (
                select ready.id, ready.due_at
                from (select j.id, j.lane, j.due_at from jobs j
                      where j.state = 0 and j.account_id = account.id and j.kind <> all($2)
                      order by j.due_at, j.id limit $3) ready
                where ready.lane is null
                    or not exists (select from jobs earlier where earlier.lane = ready.lane and earlier.id < ready.id and earlier.state in (0, 1, 2))
                order by ready.due_at, ready.id limit $4) due
            where account.id <> all($5)
            limit $6
        ), free as (
            select locked.id from first_of_lane
            cross join lateral (select id from jobs where jobs.id = first_of_lane.id and state = 0 for update skip locked) locked
        )
        update jobs set state = 1, lease_owner = $7
        where id = any (array(select id from free)) and exists (select from workers where id = $7)
        returning id, account_id, kind, lane, payload, attempts, subject_id
        """;

    private readonly Dictionary<string, IJobHandler> byKind = handlers.ToDictionary(handler => handler.Kind);
    private readonly ConcurrentDictionary<string, int> inFlightByKind = new();
    private readonly ConcurrentDictionary<Guid, int> inFlightByAccount = new();
    private readonly ConcurrentDictionary<ClaimedJob, byte> held = new();
    private readonly CancellationTokenSource breakOff = new();
    private readonly Lock stopGate = new();
    private Task? stopping;

    /// <summary>The account that was served last; the next claim begins with it.</summary>
    private Guid cursor;

    /// <summary>Jobs this process holds now.</summary>
    public int InFlight => held.Count;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        self.Runner = RunHere;
        self.HasRoom = HasRoom;
        self.Held = () => held.Keys.Select(job => job.Id).ToHashSet();
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        // A host that is stopped and disposed at once asks twice, and disposes of this when the second answer is there.
        lock (stopGate)
        {
            return stopping ??= StopOnceAsync(cancellationToken);
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        self.HasRoom = null;
        await base.StopAsync(cancellationToken);

        var deadline = clock.GetTimestamp();
        while (!held.IsEmpty && clock.GetElapsedTime(deadline) < Grace && !cancellationToken.IsCancellationRequested)
        {
            await self.WaitAsync(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }

        await breakOff.CancelAsync();
        try
        {
            await Task.WhenAll(held.Keys.Where(job => !job.IsSettled).Select(queue.HandBackAsync))
                .WaitAsync(HandBackWithin, clock, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning("Cannot hand back what is not finished; the other processes will take it: {Reason}", e.Message);
        }

        await registry.LeaveAsync();
    }

    public override void Dispose()
    {
        breakOff.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = notifications.Subscribe(Notifications.Jobs, _ => self.WakeUp());
        notifications.Reconnected += self.WakeUp;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var settledBefore = self.Settled;
                var jobs = await ClaimAsync(stoppingToken);
                if (jobs.Count > 0)
                {
                    Start(jobs);
                    continue;
                }

                // Ready and yet not taken: behind others in their lanes, or over a limit. Then each settled job is a reason to look again.
                self.HasBacklog = await IsAnyReadyAsync(stoppingToken);
                if (!self.HasBacklog || self.Settled == settledBefore)
                {
                    await self.WaitAsync(LongestSleep, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                // In this moment somebody else leased a job of one of the lanes: look again.
            }
            // Whatever it is: a process that takes no jobs any more would be dead without a word.
            catch (Exception e)
            {
                log.LogError("Cannot take jobs: {Reason}", e.Message);
                await Task.Delay(LongestSleep, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<IReadOnlyList<ClaimedJob>> ClaimAsync(CancellationToken ct)
    {
        var jobs = await ClaimAfterAsync(cursor, ct);
        if (jobs.Count == 0 && cursor != Guid.Empty)
        {
            cursor = Guid.Empty;
            jobs = await ClaimAfterAsync(cursor, ct);
        }

        cursor = jobs.Count == LargestClaim ? jobs[^1].AccountId : Guid.Empty;
        return jobs;
    }

    private async Task<List<ClaimedJob>> ClaimAfterAsync(Guid account, CancellationToken ct)
    {
        var owner = self.Id;
        await using var connection = await hotPath.Database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(ClaimSql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = account },
                new NpgsqlParameter<string[]> { TypedValue = FullKinds() },
                new NpgsqlParameter<int> { TypedValue = LookAhead },
                new NpgsqlParameter<int> { TypedValue = ShareOfAccount },
                new NpgsqlParameter<Guid[]> { TypedValue = FullAccounts() },
                new NpgsqlParameter<int> { TypedValue = LargestClaim },
                new NpgsqlParameter<Guid> { TypedValue = owner },
            },
        };

        var jobs = new List<ClaimedJob>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(CancellationToken.None))
        {
            jobs.Add(
                new ClaimedJob(
                    rows.GetInt64(0),
                    rows.GetGuid(1),
                    rows.IsDBNull(6) ? null : rows.GetGuid(6),
                    rows.GetString(2),
                    rows.IsDBNull(3) ? null : rows.GetInt64(3),
                    rows.GetFieldValue<byte[]>(4),
                    rows.GetInt32(5),
                    owner
                )
            );
        }

        jobs.ForEach(Hold);
        jobs.Sort((one, other) => one.Id.CompareTo(other.Id));
        return jobs;
    }

    private async Task<bool> IsAnyReadyAsync(CancellationToken ct)
    {
        await using var command = hotPath.Database.CreateCommand("select exists (select from jobs where state = 0)");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private string[] FullKinds() =>
        [
            .. byKind
                .Values.Where(handler => inFlightByKind.GetValueOrDefault(handler.Kind) >= handler.Rules.MaxInFlight)
                .Select(handler => handler.Kind),
        ];

    private Guid[] FullAccounts() =>
        [.. inFlightByAccount.Where(account => account.Value >= MaxInFlightOfAccount).Select(account => account.Key)];

    /// <summary>Whether this process may take one more of the kind for the account without a claim.</summary>
    private bool HasRoom(string kind, Guid account) =>
        byKind.TryGetValue(kind, out var handler)
        && inFlightByKind.GetValueOrDefault(kind) < handler.Rules.MaxInFlight
        && inFlightByAccount.GetValueOrDefault(account) < MaxInFlightOfAccount;

    private void RunHere(IReadOnlyList<ClaimedJob> jobs)
    {
        foreach (var job in jobs)
        {
            Hold(job);
        }

        Start(jobs);
    }

    private void Hold(ClaimedJob job)
    {
        held[job] = 0;
        inFlightByKind.AddOrUpdate(job.Kind, 1, (_, count) => count + 1);
        inFlightByAccount.AddOrUpdate(job.AccountId, 1, (_, count) => count + 1);
        job.OnSettled(Release);
    }

    private void Release(ClaimedJob job)
    {
        if (!held.TryRemove(job, out _))
        {
            return;
        }

        inFlightByKind.AddOrUpdate(job.Kind, 0, (_, count) => count - 1);
        if (inFlightByAccount.AddOrUpdate(job.AccountId, 0, (_, count) => count - 1) == 0)
        {
            inFlightByAccount.TryRemove(new KeyValuePair<Guid, int>(job.AccountId, 0));
        }

        self.NoteSettled();
    }

    private void Start(IReadOnlyList<ClaimedJob> jobs)
    {
        if (jobs.Count == 1 || jobs.All(job => job.Kind == jobs[0].Kind))
        {
            _ = RunAsync(jobs[0].Kind, jobs);
            return;
        }

        foreach (var kind in jobs.GroupBy(job => job.Kind))
        {
            _ = RunAsync(kind.Key, [.. kind]);
        }
    }

    private async Task RunAsync(string kind, IReadOnlyList<ClaimedJob> jobs)
    {
        await Task.Yield();
        if (!byKind.TryGetValue(kind, out var handler))
        {
            await FailAsync(jobs, JobRules.Default, "Nothing handles this kind of job.");
            return;
        }

        var error = "The handler left the job unsettled.";
        try
        {
            await handler.HandleAsync(jobs, breakOff.Token);
        }
        catch (OperationCanceledException) when (breakOff.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (DatabaseTrouble.IsPassing(e))
        {
            log.LogWarning("Jobs of kind {Kind} found the database away: {Reason}", kind, e.Message);
            await SettleAsync(jobs, job => queue.PostponeAsync(job, clock.GetUtcNow() + OutagePause, CancellationToken.None));
            return;
        }
        catch (Exception e) when (jobs.Count > 1)
        {
            // One bad job must not fail those it came with: each that is left tries again by itself.
            log.LogWarning("Some of {Count} jobs of kind {Kind} failed: {Reason}", jobs.Count, kind, e.Message);
            await Task.WhenAll(jobs.Where(job => !job.IsSettled).Select(job => RunAsync(kind, [job])));
            return;
        }
        catch (Exception e)
        {
            log.LogError(e, "A job of kind {Kind} failed", kind);
            error = e.GetType().Name + ": " + e.Message;
        }

        await FailAsync(jobs, handler.Rules, error);
    }

    private Task FailAsync(IReadOnlyList<ClaimedJob> jobs, JobRules rules, string error) =>
        SettleAsync(jobs, job => queue.FailAsync(job, rules, error, CancellationToken.None));

    private async Task SettleAsync(IReadOnlyList<ClaimedJob> jobs, Func<ClaimedJob, Task> settle)
    {
        foreach (var job in jobs.Where(job => !job.IsSettled))
        {
            try
            {
                await settle(job);
            }
            catch (Exception e)
            {
                // The row stays leased to this process, which does not work on it any more: WorkerRegistry finds it.
                log.LogError("Cannot settle job {Job}: {Reason}", job.Id, e.Message);
                job.MarkSettled();
            }
        }
    }
}
