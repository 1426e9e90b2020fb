using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using BotStudio.Core.Data;
using BotStudio.Core.Forms;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>Forms that a contact has filled in or begun.</summary>
internal sealed class HeldEntries : IHoldsContactData
{
    public string Name => "form_entries";

    public Task<long> CountAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        db.FormEntries.LongCountAsync(e => e.ContactId == contact.ContactId, ct);

    public async IAsyncEnumerable<JsonObject> ReadAsync(BotStudioDb db, HeldContact contact, [EnumeratorCancellation] CancellationToken ct)
    {
        var entries = db.FormEntries.Where(e => e.ContactId == contact.ContactId).OrderBy(e => e.Id).AsNoTracking().AsAsyncEnumerable();
        await foreach (var entry in entries.WithCancellation(ct))
        {
            yield return new JsonObject
            {
                ["id"] = entry.Id.ToString(),
                ["formId"] = entry.FormId,
                ["status"] = entry.Status.ToString(),
                ["startedAt"] = entry.StartedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["completedAt"] = entry.CompletedAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["answers"] = JsonNode.Parse(entry.Answers),
            };
        }
    }

    public Task DeleteAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        db.FormEntries.Where(e => e.ContactId == contact.ContactId).ExecuteDeleteAsync(ct);
}
