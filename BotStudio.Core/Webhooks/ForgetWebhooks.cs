using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Webhooks;

/// <summary>
/// Deletes old rows of the log, hour by hour, and takes back a problem that has not been met for a day: nothing is sent to that address any
/// more. Any process may; twice does no harm.
/// </summary>
public sealed class ForgetWebhooks(PlatformDb platformDb, BotProblems problems, TimeProvider clock, ILogger<ForgetWebhooks> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Longer than the longest pause between two tries.</summary>
    private static readonly TimeSpan ProblemIsOverAfter = TimeSpan.FromHours(24);

    public async Task RunOnceAsync(CancellationToken ct)
    {
        var old = clock.GetUtcNow() - WebhookDelivery.KeptFor;
        await using var db = platformDb.Open();
        await db.WebhookDeliveries.Where(d => d.CreatedAt < old && d.Status != WebhookStatus.Waiting).ExecuteDeleteAsync(ct);

        var silent = clock.GetUtcNow() - ProblemIsOverAfter;
        var over = await db
            .BotProblems.Where(p => p.Code == SendWebhook.Failing && p.LastSeenAt < silent)
            .Select(p => p.BotId)
            .ToListAsync(ct);
        foreach (var botId in over)
        {
            await problems.ClearAsync(botId, SendWebhook.Failing, ct);
        }
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
            // Whatever it is: without this loop the log would grow for ever.
            catch (Exception e)
            {
                log.LogWarning("Cannot forget old webhook deliveries: {Reason}", e.Message);
            }
        }
    }
}
