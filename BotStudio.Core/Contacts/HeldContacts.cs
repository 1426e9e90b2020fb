using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>All that every feature holds of one person.</summary>
public sealed class HeldContacts(IEnumerable<IHoldsContactData> holders)
{
    public IReadOnlyList<IHoldsContactData> Holders { get; } = [.. holders];

    /// <returns>Null for a contact that this account's bot does not have.</returns>
    internal static async Task<HeldContact?> FindAsync(BotStudioDb db, Guid botId, Guid contactId, CancellationToken ct)
    {
        var contact = await db
            .Contacts.Where(c => c.Id == contactId && c.BotId == botId)
            .Select(c => new { c.AccountId, c.ExternalId })
            .SingleOrDefaultAsync(ct);
        if (contact is null)
        {
            return null;
        }

        var chats = await db
            .Conversations.Where(c => c.ContactId == contactId && c.ChatKind == ChatKind.Private)
            .Select(c => new { c.Id, c.ChatId })
            .ToListAsync(ct);
        return new HeldContact(
            contact.AccountId,
            botId,
            contactId,
            chats.ConvertAll(chat => chat.Id),
            [.. chats.Select(chat => chat.ChatId).Append(contact.ExternalId).Distinct()]
        );
    }

    internal async Task DeleteAsync(BotStudioDb db, HeldContact contact, CancellationToken ct)
    {
        foreach (var holder in Holders)
        {
            await holder.DeleteAsync(db, contact, ct);
        }

        await db.Contacts.Where(c => c.Id == contact.ContactId).ExecuteDeleteAsync(ct);
    }
}
