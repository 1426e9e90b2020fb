using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Mail;

/// <summary>Deletes old mails, hour by hour. Any process may; twice does no harm.</summary>
public sealed class ForgetMails(PlatformDb platformDb, TimeProvider clock, ILogger<ForgetMails> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public async Task RunOnceAsync(CancellationToken ct)
    {
        var old = clock.GetUtcNow() - OutgoingMail.KeptFor;
        await using var db = platformDb.Open();
        await db.Mails.Where(m => m.CreatedAt < old && m.Status != MailStatus.Waiting).ExecuteDeleteAsync(ct);
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
            // Whatever it is: without this loop the table would grow for ever.
            catch (Exception e)
            {
                log.LogWarning("Cannot forget old mails: {Reason}", e.Message);
            }
        }
    }
}
