using BotStudio.Core.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Jobs;

/// <summary>Makes waiting jobs ready when they are due, and forgets dedupe keys that no repeat can come for any more.</summary>
public sealed class DueJobs(NpgsqlDataSource database, CurrentWorker self, TimeProvider clock, ILogger<DueJobs> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CleanUpEvery = TimeSpan.FromMinutes(10);

    private DateTimeOffset nextCleanUp;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Whatever it is: without this loop retries would stand still for ever.
            catch (Exception e)
            {
                log.LogWarning("Cannot look for due jobs: {Reason}", e.Message);
            }
        }
    }

    private async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using (var wake = new NpgsqlCommand("update jobs set state = 0 where state = 2 and due_at <= $1", connection))
        {
            wake.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
            if (await wake.ExecuteNonQueryAsync(ct) > 0)
            {
                self.WakeUp();
                await using var tell = new NpgsqlCommand($"notify {Notifications.Jobs}", connection);
                await tell.ExecuteNonQueryAsync(ct);
            }
        }

        if (now >= nextCleanUp)
        {
            nextCleanUp = now + CleanUpEvery;
            await using var forget = new NpgsqlCommand("delete from job_keys where created_at < $1", connection);
            forget.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - JobKey.Lifetime });
            await forget.ExecuteNonQueryAsync(ct);
        }
    }
}
