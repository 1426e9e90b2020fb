using BotStudio.Core.Data;
using BotStudio.Core.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Conversations;

/// <summary>
/// Deletes messages, and the files that came with them, once they are older than their account wants to keep them, hour by hour. Any process may;
/// twice does no harm.
/// </summary>
public sealed class ForgetMessages(PlatformDb platformDb, IFileStore files, TimeProvider clock, ILogger<ForgetMessages> log)
    : BackgroundService
{
    private const int AtATime = 2000;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public async Task RunOnceAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = platformDb.Open();
        var accounts = await db
            .Accounts.Where(a => a.KeepMessagesDays != null)
            .Select(a => new { a.Id, Days = a.KeepMessagesDays!.Value })
            .ToListAsync(ct);
        foreach (var account in accounts)
        {
            var before = now - TimeSpan.FromDays(account.Days);
            await RemoveFilesAsync(db, account.Id, before, ct);
            await RemoveMessagesAsync(db, account.Id, before, ct);
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
            // Whatever it is: without this loop messages would be kept that nobody wants to be kept.
            catch (Exception e)
            {
                log.LogWarning("Cannot forget old messages: {Reason}", e.Message);
            }
        }
    }

    /// <summary>What contacts sent. What belongs to the bot itself stays.</summary>
    private async Task RemoveFilesAsync(BotStudioDb db, Guid accountId, DateTimeOffset before, CancellationToken ct)
    {
        while (
            await db
                .StoredFiles.AsNoTracking()
                .Where(f => f.AccountId == accountId && f.ContactId != null && f.CreatedAt < before)
                .OrderBy(f => f.Id)
                .Take(AtATime)
                .ToListAsync(ct)
                is { Count: > 0 } some
        )
        {
            foreach (var file in some)
            {
                await files.RemoveAsync(file.Key, ct);
            }

            var ids = some.ConvertAll(f => f.Id);
            await db.StoredFiles.Where(f => ids.Contains(f.Id)).ExecuteDeleteAsync(ct);
        }
    }

    /// <summary>In steps, so that no lock is held for long.</summary>
    private static async Task RemoveMessagesAsync(BotStudioDb db, Guid accountId, DateTimeOffset before, CancellationToken ct)
    {
        int removed;
        do
        {
            removed = await db.Database.ExecuteSqlAsync(
                $"""
                delete from messages where id in (
                    select m.id from conversations c join messages m on m.conversation_id = c.id
                    where c.account_id = {accountId} and m.created_at < {before} limit {AtATime})
                """,
                ct
            );
        } while (removed == AtATime);
    }
}
