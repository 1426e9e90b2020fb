using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations;

/// <summary>What a contact and a bot said to each other.</summary>
internal sealed class HeldMessages : IHoldsContactData
{
    public string Name => "messages";

    public Task<long> CountAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        db.Messages.LongCountAsync(m => contact.ConversationIds.Contains(m.ConversationId), ct);

    public async IAsyncEnumerable<JsonObject> ReadAsync(BotStudioDb db, HeldContact contact, [EnumeratorCancellation] CancellationToken ct)
    {
        var groups = GroupsOf(db, contact);
        var messages = db
            .Messages.Where(m =>
                contact.ConversationIds.Contains(m.ConversationId)
                || (groups.Any(g => g.Id == m.ConversationId) && m.ContactId == contact.ContactId)
            )
            .OrderBy(m => m.ConversationId)
            .ThenBy(m => m.Id)
            .Select(m => new
            {
                m.ConversationId,
                m.CreatedAt,
                m.Direction,
                m.Kind,
                m.Text,
            })
            .AsAsyncEnumerable();
        await foreach (var message in messages.WithCancellation(ct))
        {
            yield return new JsonObject
            {
                ["conversation"] = message.ConversationId.ToString(),
                ["at"] = message.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["from"] = message.Direction == MessageDirection.In ? "contact" : "bot",
                ["kind"] = message.Kind,
                ["text"] = message.Text,
            };
        }
    }

    /// <summary>
    /// Of groups only what they wrote. A group's conversation that stands under their name goes on under another's who wrote there; when nobody
    /// else did, it goes with them.
    /// </summary>
    public async Task DeleteAsync(BotStudioDb db, HeldContact contact, CancellationToken ct)
    {
        await DropJobsAsync(db, contact, ct);
        await db.Messages.Where(m => contact.ConversationIds.Contains(m.ConversationId)).ExecuteDeleteAsync(ct);
        await db
            .Messages.Where(m => m.ContactId == contact.ContactId && GroupsOf(db, contact).Any(g => g.Id == m.ConversationId))
            .ExecuteDeleteAsync(ct);

        var heir = db.Messages.Where(m => m.ContactId != null && m.ContactId != contact.ContactId);
        await GroupsOf(db, contact)
            .Where(g => g.ContactId == contact.ContactId)
            .Where(g => heir.Any(m => m.ConversationId == g.Id && db.Contacts.Any(c => c.Id == m.ContactId)))
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(
                        g => g.ContactId,
                        g =>
                            heir.Where(m => m.ConversationId == g.Id && db.Contacts.Any(c => c.Id == m.ContactId))
                                .OrderBy(m => m.Id)
                                .Select(m => m.ContactId!.Value)
                                .First()
                    ),
                ct
            );
        await db
            .Messages.Where(m => GroupsOf(db, contact).Any(g => g.Id == m.ConversationId && g.ContactId == contact.ContactId))
            .ExecuteDeleteAsync(ct);
        await db.Conversations.Where(c => c.ContactId == contact.ContactId).ExecuteDeleteAsync(ct);
    }

    /// <summary>
    /// Updates and replies that wait carry their words. First of all, because a turn commits only while its job is there: from here on none adds
    /// a message.
    /// </summary>
    private static Task<int> DropJobsAsync(BotStudioDb db, HeldContact contact, CancellationToken ct)
    {
        var lanes = contact
            .ChatIds.SelectMany(chat => (long[])[Lane.Incoming(contact.BotId, chat), Lane.Outgoing(contact.BotId, chat)])
            .ToArray();
        return db
            .Jobs.Where(j => j.AccountId == contact.AccountId && j.Lane != null && lanes.Contains(j.Lane.Value))
            .ExecuteDeleteAsync(ct);
    }

    private static IQueryable<Conversation> GroupsOf(BotStudioDb db, HeldContact contact) =>
        db.Conversations.Where(c => c.BotId == contact.BotId && c.ChatKind != ChatKind.Private);
}
