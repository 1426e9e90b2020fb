using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots.Pages;

/// <summary>A bot's page as its account sees it.</summary>
/// <returns><c>not_found</c> for another account's bot, and for one without a page.</returns>
public sealed class ReadBotPage(AccountDb accountDb)
{
    public async Task<Outcome<BotPageRow>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var page = await db
            .BotPages.Where(p => p.BotId == botId)
            .Select(p => new BotPageRow(p.Slug, p.Description))
            .SingleOrDefaultAsync(ct);
        return page is null ? Problem.NotFound : page;
    }
}

/// <param name="Slug">The page's address is <c>/b/{slug}</c>.</param>
/// <param name="Description">What the bot is for, as plain text; may be empty.</param>
public sealed record BotPageRow(string Slug, string Description);
