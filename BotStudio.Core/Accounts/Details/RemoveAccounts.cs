using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Accounts.Details;

/// <summary>Removes accounts whose time is up. Any process may; twice does no harm.</summary>
public sealed class RemoveAccounts(PlatformDb platformDb, EraseAccount erase, TimeProvider clock, ILogger<RemoveAccounts> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public async Task RunOnceAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = platformDb.Open();
        foreach (var accountId in await db.Accounts.Where(a => a.DeletedFrom <= now).Select(a => a.Id).ToListAsync(ct))
        {
            await erase.RunAsync(accountId, ct);
            log.LogInformation("Account {AccountId} and all that was in it is deleted", accountId);
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
            // Whatever it is: the next hour is another chance, for this account and for the others.
            catch (Exception e)
            {
                log.LogWarning("Cannot delete an account yet: {Reason}", e.Message);
            }
        }
    }
}
