using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Jobs;

/// <summary>
/// Keeps this process known as alive, and takes the jobs of processes that are not: at once when PostgreSQL has freed their lock, else when
/// their time has run out.
/// </summary>
public sealed class WorkerRegistry(NpgsqlDataSource database, CurrentWorker self, ILogger<WorkerRegistry> log) : BackgroundService
{
    /// <summary>How often a process shows that it lives and looks for dead ones.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>A process that has not been heard of for so long is dead even when its connection seems open.</summary>
    private const string Silence = "20 seconds";

    /// <summary>A job that outlived this many dead processes may well be what kills them.</summary>
    private const int MaxCrashes = 20;

    /// <summary>Every so many beats, also jobs of workers that are not even known any more are looked for.</summary>
    private const int BeatsBetweenSweeps = 15;

    private NpgsqlConnection? heartbeat;
    private int beats;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await JoinAsync(cancellationToken);
        await TakeFromDeadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Called by <see cref="JobWorker"/> when its last job is settled: until then, this process must count as alive.</summary>
    internal async Task LeaveAsync()
    {
        // The heart beats on the same connection.
        await StopAsync(CancellationToken.None);
        if (Interlocked.Exchange(ref heartbeat, null) is not { } connection)
        {
            return;
        }

        try
        {
            await using var leave = new NpgsqlCommand("delete from workers where id = $1", connection);
            leave.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = self.Id });
            await leave.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException or TimeoutException)
        {
            log.LogWarning("Cannot say good-bye; the other processes will notice by themselves: {Reason}", e.Message);
        }

        await connection.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // A beat is short and is not broken off: the good-bye goes over the same connection.
                if (self.HasLostTrack || await ExecuteAsync(AliveSql, CancellationToken.None, self.Id) == 0)
                {
                    log.LogWarning("This process was taken for dead or lost track of its jobs; it goes on under another name");
                    await JoinAsync(CancellationToken.None);
                }

                await TakeFromDeadAsync(CancellationToken.None);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException or TimeoutException)
            {
                log.LogWarning("Cannot show that this process lives: {Reason}", e.Message);
                self.LostTrack();
            }
        }
    }

    private const string AliveSql = $"update workers set alive_until = now() + interval '{Silence}' where id = $1";

    /// <summary>The connection is its own and stays open: the lock it holds is what tells the others that this process lives.</summary>
    private async Task JoinAsync(CancellationToken ct)
    {
        if (heartbeat is not null)
        {
            await heartbeat.DisposeAsync();
            self.BecomeAnother();
        }

        heartbeat = database.CreateConnection();
        await heartbeat.OpenAsync(ct);
        await ExecuteAsync("select pg_advisory_lock($1)", ct, LockKey);
        await ExecuteAsync(
            $"insert into workers (id, lock_key, started_at, alive_until) values ($1, $2, now(), now() + interval '{Silence}')",
            ct,
            self.Id,
            LockKey
        );
    }

    private long LockKey => BitConverter.ToInt64(self.Id.ToByteArray(), 8);

    private async Task TakeFromDeadAsync(CancellationToken ct)
    {
        var dead = new List<Guid>();
        await using (
            var find = new NpgsqlCommand(
                "select id from workers where id <> $1 and (alive_until < now() or pg_try_advisory_xact_lock(lock_key))",
                heartbeat
            )
        )
        {
            find.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = self.Id });
            await using var rows = await find.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                dead.Add(rows.GetGuid(0));
            }
        }

        if (beats++ % BeatsBetweenSweeps == 0)
        {
            await using var sweep = new NpgsqlCommand(
                "select distinct lease_owner from jobs where state = 1 and not exists (select from workers where id = lease_owner)",
                heartbeat
            );
            await using var rows = await sweep.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                dead.Add(rows.GetGuid(0));
            }
        }

        if (dead.Count == 0)
        {
            return;
        }

        await using var take = new NpgsqlCommand(
            $"""
            with dead as (delete from workers where id = any($1) returning id)
            update jobs set attempts = attempts + 1, lease_owner = null,
                state = case when attempts + 1 >= {MaxCrashes} then 3 else 0 end,
                error = case when attempts + 1 >= {MaxCrashes} then 'Every process that held it died.' else error end
            where state = 1 and lease_owner = any($1)
            """,
            heartbeat
        );
        take.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. dead] });
        var taken = await take.ExecuteNonQueryAsync(ct);
        log.LogWarning("{Dead} other process(es) died and left {Jobs} job(s), which go on here", dead.Count, taken);
        self.WakeUp();
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, heartbeat);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteNonQueryAsync(ct);
    }
}
