using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Leads;

/// <summary>The account's bots by name.</summary>
public sealed class ListLeadBots(AccountDb accountDb)
{
    public async Task<IReadOnlyList<LeadBot>> RunAsync(CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        return await db.Bots.OrderBy(b => b.Name).ThenBy(b => b.Id).Select(b => new LeadBot(b.Id, b.Name)).ToListAsync(ct);
    }
}

public sealed record LeadBot(Guid Id, string Name);

/// <summary>What is known of a conversation's contact, to begin a lead with.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ReadLeadSource(AccountDb accountDb)
{
    public async Task<Outcome<LeadSourceRow>> RunAsync(Guid conversationId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var found = await db
            .Conversations.Where(v => v.Id == conversationId)
            .Join(
                db.Contacts,
                v => v.ContactId,
                c => c.Id,
                (v, c) =>
                    new
                    {
                        v.BotId,
                        c.FirstName,
                        c.LastName,
                        c.Fields,
                    }
            )
            .SingleOrDefaultAsync(ct);
        if (found is null)
        {
            return Problem.NotFound;
        }

        var fields = ContactProfile.ReadFields(found.Fields);
        return new LeadSourceRow(
            conversationId,
            found.BotId,
            $"{found.FirstName} {found.LastName}".Trim(),
            fields.GetValueOrDefault("phone", ""),
            fields.GetValueOrDefault("email", "")
        );
    }
}

public sealed record LeadSourceRow(Guid ConversationId, Guid BotId, string Name, string Phone, string Email);
