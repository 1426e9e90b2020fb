using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations.Inbox;

/// <summary>How many of a bot's conversations need a person just now. What the bot answers by itself is not among them.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class CountInbox(AccountDb accountDb)
{
    public async Task<Outcome<InboxCounts>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        // Both conditions are those of the partial index, which is small.
        var attended = db.Conversations.Where(c => c.BotId == botId && (c.HumanWantedAt != null || c.TakenOverBy != null));
        return await attended
                .GroupBy(_ => 1)
                .Select(group => new InboxCounts(
                    group.Count(c => c.HumanWantedAt != null),
                    group.Count(c => c.HumanWantedAt == null && c.UnreadCount > 0)
                ))
                .SingleOrDefaultAsync(ct)
            ?? new InboxCounts(0, 0);
    }
}

/// <param name="Waiting">Contacts who asked for a person and have none yet.</param>
/// <param name="Unanswered">Conversations that somebody took over and that have something new.</param>
public sealed record InboxCounts(int Waiting, int Unanswered)
{
    public int Total => Waiting + Unanswered;
}
