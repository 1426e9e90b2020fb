using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Notices.Bell;

/// <summary>Deletes old notices and old lines of the logs, hour by hour. Any process may; twice does no harm.</summary>
public sealed class ForgetBell(PlatformDb platformDb, TimeProvider clock, ILogger<ForgetBell> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public async Task RunOnceAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (oldNotice, oldEntry) = (now - BellNotice.KeptFor, now - AuditEntry.KeptFor);
        await using var db = platformDb.Open();
        await db.BellNotices.Where(n => n.CreatedAt < oldNotice).ExecuteDeleteAsync(ct);
        await db.AuditEntries.Where(e => e.At < oldEntry).ExecuteDeleteAsync(ct);
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
            // Whatever it is: without this loop the tables would grow for ever.
            catch (Exception e)
            {
                log.LogWarning("Cannot forget old notices and log entries: {Reason}", e.Message);
            }
        }
    }
}
