using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots.Versions;

/// <summary>Makes an earlier version answer again. The draft is left alone.</summary>
/// <returns>The new version's number; <c>not_found</c>; <c>forbidden</c> below editor; <c>bots.already_live</c>; <c>bots.publish_conflict</c>.</returns>
public sealed class RollBack(AccountDb accountDb, CurrentAccount account, LiveVersions live, TimeProvider clock)
{
    public async Task<Outcome<int>> RunAsync(Guid botId, int number, CancellationToken ct)
    {
        if (!account.May(Permission.PublishBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var bot = await db.Bots.SingleOrDefaultAsync(b => b.Id == botId, ct);
        var earlier = await db.BotVersions.SingleOrDefaultAsync(v => v.BotId == botId && v.Number == number, ct);
        if (bot is null || earlier is null)
        {
            return Problem.NotFound;
        }

        if (bot.PublishedNumber == number)
        {
            return new Problem("bots.already_live", number);
        }

        db.Audit(AuditAct.BotRolledBack, bot.Name, botId, number);
        return await live.ReplaceAsync(db, bot, bot.RollBack(earlier, account.UserId, clock.GetUtcNow()), ct);
    }
}
