using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Leads;

/// <summary>What a contact left as a lead, and what people noted of it.</summary>
internal sealed class HeldLeads : IHoldsContactData
{
    public string Name => "leads";

    public Task<long> CountAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        db.Leads.LongCountAsync(l => l.ContactId == contact.ContactId, ct);

    public async IAsyncEnumerable<JsonObject> ReadAsync(BotStudioDb db, HeldContact contact, [EnumeratorCancellation] CancellationToken ct)
    {
        var leads = await db.Leads.AsNoTracking().Where(l => l.ContactId == contact.ContactId).OrderBy(l => l.Id).ToListAsync(ct);
        foreach (var lead in leads)
        {
            var notes = await db
                .LeadNotes.Where(n => n.LeadId == lead.Id)
                .OrderBy(n => n.Id)
                .Select(n => new { n.CreatedAt, n.Text })
                .ToListAsync(ct);
            yield return new JsonObject
            {
                ["id"] = lead.Id.ToString(),
                ["createdAt"] = Written(lead.CreatedAt),
                ["updatedAt"] = Written(lead.UpdatedAt),
                ["name"] = lead.Name,
                ["phone"] = lead.Phone,
                ["email"] = lead.Email,
                ["details"] = lead.Details,
                ["need"] = lead.Need,
                ["budget"] = lead.Budget,
                ["note"] = lead.Note,
                ["status"] = lead.Status,
                ["notes"] = new JsonArray([
                    .. notes.Select(note => (JsonNode)new JsonObject { ["at"] = Written(note.CreatedAt), ["text"] = note.Text }),
                ]),
            };
        }
    }

    /// <summary>History, notes and windows go with their lead, by foreign key.</summary>
    public Task DeleteAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        db.Leads.Where(l => l.ContactId == contact.ContactId).ExecuteDeleteAsync(ct);

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
