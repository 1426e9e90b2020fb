using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations.Inbox;

/// <summary>Lets the bot go on where it was, and nobody waits any more. Says nothing to the contact: the next answer shows who gives it.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator.</returns>
public sealed class HandBackConversation(
    AccountDb accountDb,
    CurrentAccount account,
    ConversationHints hints,
    MessageIds ids,
    TimeProvider clock
)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid conversationId, CancellationToken ct)
    {
        if (!account.May(Permission.AnswerPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var conversation = await db.Conversations.AsNoTracking().SingleOrDefaultAsync(c => c.Id == conversationId && c.BotId == botId, ct);
        if (conversation is null)
        {
            return Problem.NotFound;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db
            .Conversations.Where(c => c.Id == conversationId)
            .ExecuteUpdateAsync(
                change =>
                    change
                        .SetProperty(c => c.TakenOverBy, (Guid?)null)
                        .SetProperty(c => c.TakenOverUntil, (DateTimeOffset?)null)
                        .SetProperty(c => c.HumanWantedAt, (DateTimeOffset?)null)
                        .SetProperty(c => c.UnreadCount, 0),
                ct
            );
        if (conversation.TakenOverBy is not null)
        {
            await db.AddNoteAsync(conversation, ConversationNotes.HandedBack, account.UserId, ids.Next(), clock.GetUtcNow(), ct);
        }

        await transaction.CommitAsync(ct);
        hints.Changed(botId);
        return Outcome.Done;
    }
}
