using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Trials.Replays;

/// <summary>Deletes old replays, hour by hour. Any process may; twice does no harm.</summary>
public sealed class ForgetReplays(PlatformDb platformDb, TimeProvider clock, ILogger<ForgetReplays> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public async Task RunOnceAsync(CancellationToken ct)
    {
        var old = clock.GetUtcNow() - Replay.KeptFor;
        await using var db = platformDb.Open();
        await db.Replays.Where(r => r.StartedAt < old).ExecuteDeleteAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // Whatever it is: without this loop contacts' words would be kept for ever.
            catch (Exception e)
            {
                log.LogWarning("Cannot forget old replays: {Reason}", e.Message);
            }
        }
    }
}
