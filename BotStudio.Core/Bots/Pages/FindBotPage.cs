using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots.Pages;

/// <summary>A bot's page as everybody sees it: what its account chose to show, and how the bot is reached.</summary>
public sealed class FindBotPage(PlatformDb platformDb)
{
    /// <returns>Null when no page is there.</returns>
    public async Task<PublicBot?> RunAsync(string slug, CancellationToken ct)
    {
        var address = BotSlug.Clean(slug);
        await using var db = platformDb.Open();
        return await (
            from page in db.BotPages
            where page.Slug == address
            join bot in db.Bots on page.BotId equals bot.Id
            let connection = db.ChannelConnections.Where(c => c.BotId == bot.Id).FirstOrDefault()
            select new PublicBot(
                page.Slug,
                connection != null && connection.DisplayName != "" ? connection.DisplayName : bot.Name,
                page.Description,
                connection != null && bot.PublishedVersionId != null ? connection.Username : null
            )
        ).SingleOrDefaultAsync(ct);
    }
}

/// <param name="Name">As Telegram shows it; before it is connected, as its account calls it.</param>
/// <param name="Username">On Telegram, without @; null while the bot does not answer there.</param>
public sealed record PublicBot(string Slug, string Name, string Description, string? Username);
