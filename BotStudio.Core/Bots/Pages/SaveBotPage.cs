using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Bots.Pages;

/// <summary>Opens a bot's page to everybody, or changes what it says.</summary>
/// <returns>
/// <c>not_found</c>; <c>forbidden</c> for whoever may not publish; <c>pages.slug_invalid</c>, <c>pages.slug_reserved</c>, <c>pages.slug_taken</c>,
/// <c>pages.description_too_long</c>.
/// </returns>
public sealed class SaveBotPage(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<Outcome<BotPageRow>> RunAsync(Guid botId, string slug, string? description, CancellationToken ct)
    {
        if (!account.May(Permission.PublishBots))
        {
            return Problem.Forbidden;
        }

        var (address, text) = (BotSlug.Clean(slug), (description ?? "").Trim());
        if (BotSlug.Check(address) is { } wrong)
        {
            return wrong;
        }

        if (text.Length > BotPage.MaxDescriptionLength)
        {
            return new Problem("pages.description_too_long", BotPage.MaxDescriptionLength) { Place = "/description" };
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (await db.Bots.SingleOrDefaultAsync(b => b.Id == botId, ct) is not { } bot)
        {
            return Problem.NotFound;
        }

        var page = await db.BotPages.SingleOrDefaultAsync(p => p.BotId == botId, ct);
        if (page is null)
        {
            page = new BotPage(bot, clock.GetUtcNow());
            db.Add(page);
        }

        page.Change(address, text);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException taken)
            when (taken.InnerException
                    is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: BotPageMapping.UniqueSlug }
            )
        {
            return new Problem("pages.slug_taken", address) { Place = "/slug" };
        }

        return new BotPageRow(page.Slug, page.Description);
    }
}
