using BotStudio.Core.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Jobs;

/// <summary>
/// Keeps this process known as alive, and takes the jobs of processes that are not: almost at once when PostgreSQL has freed their lock, else when
/// their time has run out. Also finds jobs that are leased to this process without its knowing.
/// </summary>
public sealed class WorkerRegistry(IConfiguration configuration, CurrentWorker self, TimeProvider clock, ILogger<WorkerRegistry> log)
    : BackgroundService
{
    /// <summary>How often a process shows that it lives and looks for dead ones.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>A process that has not been heard of for so long is dead even when its connection seems open.</summary>
    private const string Silence = "20 seconds";

    /// <summary>What is left of <see cref="Silence"/> when a process without a lock is dead: one beat is missing, and it did not come back.</summary>
    private const string SilenceWithoutLock = "18.5 seconds";

    /// <summary>After an outage of the database every process looks dead for a moment: so many beats for all to come back.</summary>
    private const int BeatsAfterOutage = 4;

    /// <summary>A job that outlived this many dead processes may well be what kills them.</summary>
    private const int MaxCrashes = 20;

    /// <summary>Every so many beats, also jobs of workers that are not even known any more are looked for.</summary>
    private const int BeatsBetweenSweeps = 15;

    /// <summary>How often strays are looked for. One is given back when it was seen twice: the reply that tells of it may be on its way.</summary>
    private static readonly TimeSpan StraysEvery = TimeSpan.FromSeconds(5);

    private const int CommandTimeoutSeconds = 5;

    private NpgsqlConnection? heartbeat;
    private int beats;
    private int beatsUntilOthersCount;
    private bool hasLock;
    private DateTimeOffset nextLookForStrays;
    private HashSet<long> strays = [];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken);
        await JoinAsync(self.Id);
        await TakeFromDeadAsync();
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Called by <see cref="JobWorker"/> when its last job is settled: until then, this process must count as alive.</summary>
    internal async Task LeaveAsync()
    {
        // The heart beats on the same connection.
        await StopAsync(CancellationToken.None);
        if (heartbeat is null)
        {
            return;
        }

        try
        {
            await ExecuteAsync(
                """
                with left_behind as (update jobs set state = 0, lease_owner = null where state = 1 and lease_owner = $1)
                delete from workers where id = $1
                """,
                self.Id
            );
            await ExecuteAsync($"notify {Notifications.Jobs}");
        }
        catch (Exception e) when (DatabaseTrouble.IsPassing(e) || e is InvalidOperationException)
        {
            log.LogWarning("Cannot say good-bye; the other processes will notice by themselves: {Reason}", e.Message);
        }

        await DisconnectAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        nextLookForStrays = clock.GetUtcNow() + StraysEvery;
        using var timer = new PeriodicTimer(Beat, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // A beat is short and is not broken off: the good-bye goes over the same connection.
                await BeatAsync();
            }
            // Whatever it is: the next beat tries on a new connection.
            catch (Exception e)
            {
                log.LogWarning("Cannot show that this process lives: {Reason}", e.Message);
                await DisconnectAsync();
                beatsUntilOthersCount = BeatsAfterOutage;
            }
        }
    }

    private async Task BeatAsync()
    {
        if (heartbeat is null)
        {
            await ConnectAsync(CancellationToken.None);
        }

        if (await ExecuteAsync($"update workers set alive_until = now() + interval '{Silence}' where id = $1", self.Id) == 0)
        {
            log.LogWarning("This process was taken for dead and its jobs were given to others; it goes on under another name");
            await ExecuteAsync("select pg_advisory_unlock_all()");
            var newId = Guid.CreateVersion7();
            await JoinAsync(newId);
            self.BecomeAnother(newId);
        }
        else if (!hasLock)
        {
            await TakeLockAsync(self.Id);
        }

        if (beatsUntilOthersCount > 0)
        {
            beatsUntilOthersCount--;
        }
        else
        {
            await TakeFromDeadAsync();
        }

        if (clock.GetUtcNow() >= nextLookForStrays)
        {
            nextLookForStrays = clock.GetUtcNow() + StraysEvery;
            await GiveBackStraysAsync();
        }
    }

    /// <summary>A connection of its own, outside of any pool: closing it frees the lock that tells the others that this process lives.</summary>
    private async Task ConnectAsync(CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(DatabaseUrl.ConnectionString(configuration))
        {
            ApplicationName = "botstudio-heartbeat",
            Pooling = false,
            CommandTimeout = CommandTimeoutSeconds,
        };
        heartbeat = new NpgsqlConnection(settings.ConnectionString);
        await heartbeat.OpenAsync(ct);
    }

    private async Task DisconnectAsync()
    {
        if (heartbeat is not null)
        {
            await heartbeat.DisposeAsync();
        }

        heartbeat = null;
        hasLock = false;
    }

    private async Task JoinAsync(Guid id)
    {
        await TakeLockAsync(id);
        await ExecuteAsync(
            $"insert into workers (id, lock_key, started_at, alive_until) values ($1, $2, now(), now() + interval '{Silence}')",
            id,
            LockKeyOf(id)
        );
    }

    /// <summary>Not had when a connection of ours that broke is still open for PostgreSQL; then that one shows that this process lives.</summary>
    private async Task TakeLockAsync(Guid id)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", heartbeat);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKeyOf(id) });
        hasLock = (bool)(await command.ExecuteScalarAsync())!;
    }

    private static long LockKeyOf(Guid id) => BitConverter.ToInt64(id.ToByteArray(), 8);

    private async Task TakeFromDeadAsync()
    {
        const string IsDead =
            $"(alive_until < now() or alive_until < now() + interval '{SilenceWithoutLock}' and pg_try_advisory_xact_lock(lock_key))";
        var dead = await IdsAsync($"select id from workers where id <> $1 and {IsDead}", self.Id);
        var unknown =
            beats++ % BeatsBetweenSweeps == 0
                ? await IdsAsync(
                    "select distinct lease_owner from jobs where state = 1 and not exists (select from workers where id = lease_owner)"
                )
                : [];
        if (dead.Count + unknown.Count == 0)
        {
            return;
        }

        // Asked again, because one may have come back in between.
        var taken = await ExecuteAsync(
            $"""
            with gone as (delete from workers where id = any($1) and {IsDead} returning id)
            update jobs set {AsLeftBehind} where state = 1 and (lease_owner in (select id from gone) or lease_owner = any($2))
            """,
            dead.ToArray(),
            unknown.ToArray()
        );
        log.LogWarning("{Dead} other process(es) died and left {Jobs} job(s), which go on here", dead.Count + unknown.Count, taken);
        self.WakeUp();
    }

    private static readonly string AsLeftBehind = $"""
        attempts = attempts + 1, lease_owner = null,
            state = case when attempts + 1 >= {MaxCrashes} then 3 else 0 end,
            error = case when attempts + 1 >= {MaxCrashes} then 'Every process that held it died.' else error end
        """;

    /// <summary>
    /// A statement that leases jobs may have been committed although its answer was lost with the connection: then this process holds jobs that it
    /// does not know of.
    /// </summary>
    private async Task GiveBackStraysAsync()
    {
        var leased = new HashSet<long>();
        await using (var look = new NpgsqlCommand("select id from jobs where state = 1 and lease_owner = $1", heartbeat))
        {
            look.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = self.Id });
            await using var rows = await look.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                leased.Add(rows.GetInt64(0));
            }
        }

        leased.ExceptWith(self.Held?.Invoke() ?? leased);
        var seenTwice = leased.Intersect(strays).ToArray();
        strays = leased;
        if (seenTwice.Length > 0)
        {
            var given = await ExecuteAsync(
                $"update jobs set {AsLeftBehind} where id = any($1) and state = 1 and lease_owner = $2",
                seenTwice,
                self.Id
            );
            log.LogWarning("{Jobs} job(s) were leased to this process without its knowing; they go on now", given);
            self.WakeUp();
        }
    }

    private async Task<List<Guid>> IdsAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await using var rows = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await rows.ReadAsync())
        {
            ids.Add(rows.GetGuid(0));
        }

        return ids;
    }

    private async Task<int> ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, heartbeat);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
