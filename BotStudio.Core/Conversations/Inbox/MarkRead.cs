using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations.Inbox;

/// <summary>Somebody who can answer has seen all that contacts wrote in a conversation.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator.</returns>
public sealed class MarkRead(AccountDb accountDb, CurrentAccount account, ConversationHints hints)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid conversationId, CancellationToken ct)
    {
        if (!account.May(Permission.AnswerPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var unread = await db
            .Conversations.Where(c => c.Id == conversationId && c.BotId == botId)
            .Select(c => (int?)c.UnreadCount)
            .SingleOrDefaultAsync(ct);
        if (unread is null)
        {
            return Problem.NotFound;
        }

        if (unread > 0)
        {
            await db
                .Conversations.Where(c => c.Id == conversationId)
                .ExecuteUpdateAsync(change => change.SetProperty(c => c.UnreadCount, 0), ct);
            hints.Changed(botId);
        }

        return Outcome.Done;
    }
}
