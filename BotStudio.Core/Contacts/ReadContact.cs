using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>One contact with notes, ledger and conversations.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ReadContact(AccountDb accountDb)
{
    /// <summary>Lines of the ledger, notes and conversations that are read, the latest.</summary>
    public const int MaxListed = 100;

    public async Task<Outcome<ContactDetails>> RunAsync(Guid botId, Guid contactId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var contact = await db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == contactId && c.BotId == botId, ct);
        if (contact is null)
        {
            return Problem.NotFound;
        }

        return new ContactDetails(
            ContactListRow.Of(contact),
            await db.NotesWhere(n => n.ContactId == contactId).Take(MaxListed).ToListAsync(ct),
            await db.LedgerWhere(l => l.ContactId == contactId).Take(MaxListed).ToListAsync(ct),
            await db
                .Conversations.Where(c => c.ContactId == contactId)
                .OrderByDescending(c => c.LastMessageAt)
                .Take(MaxListed)
                .Select(c => new ContactConversation(c.Id, c.ChatKind, c.LastMessageAt, c.LastMessagePreview))
                .ToListAsync(ct)
        );
    }
}

/// <param name="Notes">The latest first.</param>
/// <param name="Ledger">The latest first.</param>
/// <param name="Conversations">The one that spoke last first.</param>
public sealed record ContactDetails(
    ContactListRow Contact,
    IReadOnlyList<NoteRow> Notes,
    IReadOnlyList<BalanceRow> Ledger,
    IReadOnlyList<ContactConversation> Conversations
);

public sealed record ContactConversation(Guid Id, ChatKind ChatKind, DateTimeOffset LastMessageAt, string LastMessage);
