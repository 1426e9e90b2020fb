using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.Keys;

/// <summary>Tells every process that an account's keys are others now, and takes back what bots complained of with the old ones.</summary>
public sealed class ChangedKeys(LiveKeys live, BotProblems problems)
{
    /// <param name="db">Of the account; saves what is not saved yet.</param>
    public async Task SaveAsync(BotStudioDb db, Guid accountId, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Ai}, {accountId.ToString()})", ct);
        live.Forget(accountId);
        foreach (var botId in await db.Bots.Select(bot => bot.Id).ToListAsync(ct))
        {
            await problems.ClearAsync(botId, "ai", ct);
        }
    }
}
