using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots.Pages;

/// <summary>Takes a bot's page away from everybody; its address is free again.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> for whoever may not publish.</returns>
public sealed class RemoveBotPage(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid botId, CancellationToken ct)
    {
        if (!account.May(Permission.PublishBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        return await db.BotPages.Where(p => p.BotId == botId).ExecuteDeleteAsync(ct) == 0 ? Problem.NotFound : Outcome.Done;
    }
}
