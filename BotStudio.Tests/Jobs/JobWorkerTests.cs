using System.Collections.Concurrent;
using System.Text;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using Npgsql;

namespace BotStudio.Tests.Jobs;

[Collection(Alone.Name)]
public sealed class JobWorkerTests : IAsyncLifetime
{
    private static readonly Guid Account = Guid.CreateVersion7();

    private readonly Database database = new();

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Jobs_of_one_lane_run_one_after_another_while_other_lanes_go_on()
    {
        var release = new TaskCompletionSource();
        var handler = new RecordingHandler(job => Name(job) == "a1" ? release.Task : Task.CompletedTask);
        await using var process = await StartAsync(handler);

        await EnqueueAsync(process, "a1", lane: 1);
        await EnqueueAsync(process, "a2", lane: 1);
        await EnqueueAsync(process, "b1", lane: 2);
        await handler.WaitAsync(2);
        Assert.Equal(["a1", "b1"], handler.Begun.Order(StringComparer.Ordinal));

        release.SetResult();
        await handler.WaitAsync(1);
        Assert.Equal("a2", handler.Begun[^1]);
        await EmptyAsync();
    }

    [Fact]
    public async Task A_job_that_keeps_failing_ends_as_a_dead_letter_with_its_error()
    {
        var handler = new RecordingHandler(_ => throw new InvalidOperationException("no luck"));
        await using var process = await StartAsync(handler);

        await EnqueueAsync(process, "x", lane: 1);
        await EnqueueAsync(process, "y", lane: 1);
        await handler.WaitAsync(6);

        // A dead job does not hold up its lane: y had its turn, too.
        await UntilAsync("select count(*) = 2 from jobs where state = 3");
        Assert.Equal(["x", "x", "x", "y", "y", "y"], handler.Begun);
        Assert.Equal("InvalidOperationException: no luck", await ScalarAsync<string>("select distinct error from jobs"));
        Assert.Equal(3, await ScalarAsync<int>("select min(attempts) from jobs"));
    }

    [Fact]
    public async Task A_job_waits_for_its_due_time_and_holds_up_its_lane()
    {
        var handler = new RecordingHandler();
        await using var process = await StartAsync(handler);

        await process.Queue.EnqueueAsync(New("later", 1) with { DueAt = TimeProvider.System.GetUtcNow().AddMilliseconds(500) }, default);
        await EnqueueAsync(process, "after", lane: 1);
        await EnqueueAsync(process, "elsewhere", lane: 2);
        await handler.WaitAsync(3);

        Assert.Equal(["elsewhere", "later", "after"], handler.Begun);
    }

    [Fact]
    public async Task Processes_share_the_work_and_keep_every_lane_in_order()
    {
        const int Lanes = 20;
        const int JobsPerLane = 15;
        var done = new ConcurrentQueue<string>();
        var running = new ConcurrentDictionary<long, byte>();
        var overlaps = 0;
        RecordingHandler Handler() =>
            new(async job =>
            {
                if (!running.TryAdd(job.Lane!.Value, 0))
                {
                    Interlocked.Increment(ref overlaps);
                }

                await Task.Yield();
                done.Enqueue(Name(job));
                running.TryRemove(job.Lane.Value, out _);
            });

        var (first, second) = (Handler(), Handler());
        await using var one = await StartAsync(first);
        await using var other = await StartAsync(second);
        for (var i = 0; i < JobsPerLane; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => EnqueueAsync(lane % 2 == 0 ? one : other, $"{lane}:{i}", lane)));
        }

        await EmptyAsync();
        Assert.Equal(0, overlaps);
        Assert.Equal(Lanes * JobsPerLane, done.Distinct().Count());
        Assert.Equal(Lanes * JobsPerLane, done.Count);
        foreach (var lane in done.GroupBy(name => name.Split(':')[0]))
        {
            Assert.Equal(Enumerable.Range(0, JobsPerLane).Select(i => $"{lane.Key}:{i}"), lane);
        }
    }

    [Fact]
    public async Task A_dead_process_loses_its_jobs_to_a_living_one_and_can_settle_them_no_more()
    {
        var release = new TaskCompletionSource();
        var stuck = new RecordingHandler(_ => release.Task);
        // Its heart beats by this clock, which stands still.
        await using var dying = await StartAsync(stuck, new Clock(TimeProvider.System.GetUtcNow()));
        await EnqueueAsync(dying, "x", lane: 1);
        await stuck.WaitAsync(1);

        var rescuer = new RecordingHandler();
        await using var living = await StartAsync(rescuer);
        await CutHeartbeatAsync(dying.WorkerId);
        await rescuer.WaitAsync(1);
        await EmptyAsync();

        // The first process wakes up and believes it is done; the next job of the lane must not notice.
        await EnqueueAsync(living, "y", lane: 1);
        release.SetResult();
        await rescuer.WaitAsync(1);
        Assert.Equal(["x", "y"], rescuer.Begun);
        Assert.Equal(1, rescuer.Jobs[0].Attempts);
    }

    [Fact]
    public async Task Stopping_waits_for_work_under_way_and_leaves_the_rest_to_others()
    {
        var release = new TaskCompletionSource();
        var handler = new RecordingHandler(_ => release.Task);
        var process = await StartAsync(handler);
        await EnqueueAsync(process, "x", lane: 1);
        await handler.WaitAsync(1);

        // Behind x, so that nobody takes it before x is done; by then the process takes nothing any more.
        await EnqueueAsync(process, "y", lane: 1);
        var stopping = process.StopAsync();
        await process.TakesNothingAsync();
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;

        Assert.Equal(["x"], handler.Begun);
        Assert.Equal("y", await ScalarAsync<string>("select convert_from(payload, 'UTF8') from jobs where state = 0"));
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from workers"));
        await process.DisposeAsync();
    }

    [Fact]
    public async Task A_long_queue_of_one_account_does_not_hold_up_another()
    {
        var release = new TaskCompletionSource();
        var handler = new RecordingHandler(_ => release.Task) { Rules = JobRules.Default with { MaxInFlight = 300 } };
        await ExecuteAsync(
            $"""
            insert into jobs (account_id, kind, payload, state, due_at, attempts, created_at)
            select '{Account}', 'test', '\x61', 0, now(), 0, now() from generate_series(1, 5000)
            """
        );
        var small = Guid.CreateVersion7();
        await ExecuteAsync(
            $"""
            insert into jobs (account_id, kind, payload, state, due_at, attempts, created_at)
            values ('{small}', 'test', '\x62', 0, now(), 0, now())
            """
        );

        await using var process = await StartAsync(handler);
        await handler.WaitAsync(150);
        Assert.Contains(small, handler.Jobs.Select(job => job.AccountId));

        await ExecuteAsync("delete from jobs where state = 0");
        release.SetResult();
    }

    [Fact]
    public async Task A_process_whose_connection_broke_comes_back_and_keeps_its_jobs()
    {
        var release = new TaskCompletionSource();
        var handler = new RecordingHandler(_ => release.Task);
        await using var process = await StartAsync(handler);
        var idle = new RecordingHandler();
        await using var other = await StartAsync(idle);
        await EnqueueAsync(process, "x", lane: 1);
        await Task.WhenAny(handler.WaitAsync(1), idle.WaitAsync(1));
        var (holder, worker) = handler.Begun.Count > 0 ? (handler, process.WorkerId) : (idle, other.WorkerId);

        await CutHeartbeatAsync(worker);
        await UntilAsync(
            $"""
            select exists (select from pg_locks l join workers w on w.id = '{worker}'
            where l.locktype = 'advisory' and (l.classid::bigint << 32 | l.objid::bigint) = w.lock_key and l.granted)
            """
        );
        release.SetResult();
        await EmptyAsync();

        Assert.Equal(["x"], handler.Begun.Concat(idle.Begun));
        Assert.Equal(0, holder.Jobs[0].Attempts);
    }

    [Fact]
    public async Task A_job_that_was_leased_to_a_process_without_its_knowing_is_found()
    {
        var clock = new JumpingClock();
        var handler = new RecordingHandler();
        await using var process = await StartAsync(handler, clock);

        // As when the connection broke between the commit and its answer.
        await ExecuteAsync(
            $"""
            insert into jobs (account_id, kind, lane, payload, state, lease_owner, due_at, attempts, created_at)
            values ('{Account}', 'test', 1, '\x78', 1, '{process.WorkerId}', now(), 0, now())
            """
        );
        await UntilAsync("select not exists (select from jobs)", () => clock.Jump(TimeSpan.FromSeconds(1)));

        Assert.Equal(["x"], handler.Begun);
    }

    [Fact]
    public async Task A_bad_job_does_not_fail_those_it_came_with()
    {
        var handler = new RecordingHandler(job => Name(job) == "bad" ? throw new InvalidOperationException("bad") : Task.CompletedTask)
        {
            FailsAsOne = true,
        };
        await ExecuteAsync(
            $"""
            insert into jobs (account_id, kind, payload, state, due_at, attempts, created_at)
            select '{Account}', 'test', convert_to(name, 'UTF8'), 0, now(), 0, now() from unnest(array['a', 'bad', 'b']) name
            """
        );
        await using var process = await StartAsync(handler);

        await UntilAsync("select count(*) = 1 from jobs where state = 3 and error = 'InvalidOperationException: bad'");
        await UntilAsync("select count(*) = 1 from jobs");
        Assert.All(handler.Jobs.Where(job => Name(job) != "bad"), job => Assert.Equal(0, job.Attempts));
    }

    [Fact]
    public async Task A_job_that_finds_the_database_away_is_not_to_blame()
    {
        var tries = 0;
        var handler = new RecordingHandler(_ =>
            Interlocked.Increment(ref tries) < 5 ? throw new NpgsqlException("no connection") : Task.CompletedTask
        );
        var clock = new JumpingClock();
        await using var process = await StartAsync(handler, clock);

        await EnqueueAsync(process, "x", lane: 1);
        await UntilAsync("select not exists (select from jobs)", () => clock.Jump(TimeSpan.FromMilliseconds(300)));

        Assert.Equal([0, 0, 0, 0, 0], handler.Jobs.Select(job => job.Attempts));
    }

    private async Task<WorkerProcess> StartAsync(RecordingHandler handler, TimeProvider? clock = null)
    {
        var process = await WorkerProcess.StartAsync(database.ConnectionString, clock ?? TimeProvider.System, handler);
        handler.Queue = process.Queue;
        return process;
    }

    private static NewJob New(string name, long lane) => new(Account, "test", Encoding.UTF8.GetBytes(name)) { Lane = lane };

    private static Task EnqueueAsync(WorkerProcess process, string name, long lane) => process.Queue.EnqueueAsync(New(name, lane), default);

    private static string Name(ClaimedJob job) => Encoding.UTF8.GetString(job.Payload);

    /// <summary>As kill -9 would: PostgreSQL drops the connection that holds the worker's lock.</summary>
    private Task CutHeartbeatAsync(Guid workerId) =>
        ExecuteAsync(
            $"""
            select pg_terminate_backend(l.pid) from pg_locks l join workers w on w.id = '{workerId}'
            where l.locktype = 'advisory' and (l.classid::bigint << 32 | l.objid::bigint) = w.lock_key
            """
        );

    private Task EmptyAsync() => UntilAsync("select not exists (select from jobs)");

    private async Task UntilAsync(string condition, Action? meanwhile = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await ScalarAsync<bool>(condition))
        {
            meanwhile?.Invoke();
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
