using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Trials.Replays;

/// <summary>A bot's conversations in which AI answered lately, the latest first.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> for those who may not read conversations.</returns>
public sealed class ListReplayable(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    /// <param name="days">1 to <see cref="Replay.MaxDays"/>.</param>
    /// <param name="after">Where the part before ended; null for the beginning.</param>
    /// <param name="size">1 to <see cref="Page{T}.MaxSize"/>.</param>
    public async Task<Outcome<Page<ReplayableRow>>> RunAsync(Guid botId, int days, PageStart? after, int size, CancellationToken ct)
    {
        if (!account.May(Permission.ViewPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        var since = clock.GetUtcNow() - TimeSpan.FromDays(Math.Clamp(days, 1, Replay.MaxDays));
        size = Math.Clamp(size, 1, Page<ReplayableRow>.MaxSize);
        var rows = await db
            .Conversations.Where(c => c.BotId == botId && c.LastMessageAt >= since)
            .Where(c => after == null || c.LastMessageAt < after.At || (c.LastMessageAt == after.At && c.Id < after.Id))
            .Join(db.Contacts, c => c.ContactId, contact => contact.Id, (c, contact) => new { Conversation = c, Contact = contact })
            .Select(pair => new
            {
                pair.Conversation,
                pair.Contact,
                Answers = db.Messages.Count(m =>
                    m.ConversationId == pair.Conversation.Id
                    && m.Direction == MessageDirection.Out
                    && m.Model != null
                    && m.Text != ""
                    && m.CreatedAt >= since
                ),
            })
            .Where(found => found.Answers > 0)
            .OrderByDescending(found => found.Conversation.LastMessageAt)
            .ThenByDescending(found => found.Conversation.Id)
            .Take(size + 1)
            .Select(found => new ReplayableRow(
                found.Conversation.Id,
                (found.Contact.FirstName + " " + (found.Contact.LastName ?? "")).Trim(),
                found.Conversation.LastMessagePreview,
                found.Conversation.LastMessageAt,
                found.Answers
            ))
            .ToListAsync(ct);
        return Page<ReplayableRow>.From(rows, size, row => new PageStart(row.LastMessageAt, row.ConversationId));
    }
}

/// <param name="ContactName">May be empty.</param>
/// <param name="Answers">How often AI answered in it, in the days that were asked for.</param>
public sealed record ReplayableRow(Guid ConversationId, string ContactName, string LastMessage, DateTimeOffset LastMessageAt, int Answers);
