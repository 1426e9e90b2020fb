using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>All that is kept of one person, as one JSON document: for them, who have a right to it (GDPR, articles 15 and 20).</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator.</returns>
public sealed class HandOverContact(AccountDb accountDb, CurrentAccount account, HeldContacts held, TimeProvider clock)
{
    /// <summary>Things between two flushes to the reader.</summary>
    private const int FlushEvery = 200;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public async Task<Outcome<ContactFile>> RunAsync(Guid botId, Guid contactId, CancellationToken ct)
    {
        if (!account.May(Permission.ExportPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var contact = await db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == contactId && c.BotId == botId, ct);
        if (contact is null)
        {
            return Problem.NotFound;
        }

        db.Audit(AuditAct.ContactHandedOver, "", contactId);
        await db.SaveChangesAsync(ct);
        var row = ContactListRow.Of(contact);
        return new ContactFile($"contact-{contactId}.json", (stream, streaming) => WriteAsync(botId, row, stream, streaming));
    }

    private async Task WriteAsync(Guid botId, ContactListRow row, Stream stream, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        await using var json = new Utf8JsonWriter(stream, Readable);
        json.WriteStartObject();
        json.WriteString("exportedAt", clock.GetUtcNow());
        json.WritePropertyName("contact");
        // Serialize(writer, …) would flush, and a response takes nothing synchronously.
        JsonSerializer.SerializeToElement(row, ContactExport.JsonOptions).WriteTo(json);
        if (await HeldContacts.FindAsync(db, botId, row.Id, ct) is { } contact)
        {
            foreach (var holder in held.Holders)
            {
                json.WriteStartArray(CamelCase(holder.Name));
                await WriteAsync(holder.ReadAsync(db, contact, ct), json, ct);
                json.WriteEndArray();
            }
        }

        json.WriteEndObject();
        await json.FlushAsync(ct);
    }

    private static async Task WriteAsync(IAsyncEnumerable<JsonObject> items, Utf8JsonWriter json, CancellationToken ct)
    {
        var count = 0;
        await foreach (var item in items.WithCancellation(ct))
        {
            item.WriteTo(json);
            if (++count % FlushEvery == 0)
            {
                await json.FlushAsync(ct);
            }
        }
    }

    /// <summary><c>balance_changes</c> → <c>balanceChanges</c>.</summary>
    private static string CamelCase(string name) =>
        string.Concat(name.Split('_').Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
}

/// <summary>A file that is made while it is read.</summary>
/// <param name="WriteAsync">Writes all of it.</param>
public sealed record ContactFile(string Name, Func<Stream, CancellationToken, Task> WriteAsync);
