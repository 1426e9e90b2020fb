using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Screenshots;

/// <summary>Fills the gaps of addresses with what there is in a restaurant.</summary>
internal sealed record Places(Guid Bot, Guid Conversation, Guid Contact, Guid Lead, Guid Replay)
{
    public static async Task<Places> InAsync(LiveApp app, Restaurant restaurant)
    {
        var (bot, account) = (restaurant.Bot.Id, restaurant.AccountId);
        await using var db = app.OpenDatabase();
        var conversation = await db
            .Conversations.Where(each => each.BotId == bot)
            .OrderByDescending(each => each.CreatedAt)
            .Skip(2)
            .FirstAsync();
        return new Places(
            bot,
            conversation.Id,
            conversation.ContactId,
            await db.Leads.Where(lead => lead.AccountId == account).OrderBy(lead => lead.Id).Select(lead => lead.Id).FirstAsync(),
            await db.Replays.Where(replay => replay.BotId == bot).Select(replay => replay.Id).FirstAsync()
        );
    }

    public string AddressOf(ProductPage page) =>
        page
            .Path.Replace("{bot}", $"{Bot}", StringComparison.Ordinal)
            .Replace("{conversation}", $"{Conversation}", StringComparison.Ordinal)
            .Replace("{contact}", $"{Contact}", StringComparison.Ordinal)
            .Replace("{lead}", $"{Lead}", StringComparison.Ordinal)
            .Replace("{replay}", $"{Replay}", StringComparison.Ordinal)
            .Replace("{slug}", Restaurant.Slug, StringComparison.Ordinal);
}
