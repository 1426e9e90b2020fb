using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using BotStudio.Core.Data;
using BotStudio.Core.Files;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>Pictures, voices and documents of a contact. They are named in what is handed over; a job removes them from the store.</summary>
internal sealed class HeldFiles(JobQueue queue) : IHoldsContactData
{
    public string Name => "files";

    public Task<long> CountAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) => FilesOf(db, contact).LongCountAsync(ct);

    public async IAsyncEnumerable<JsonObject> ReadAsync(BotStudioDb db, HeldContact contact, [EnumeratorCancellation] CancellationToken ct)
    {
        var files = FilesOf(db, contact).OrderBy(f => f.Id).AsNoTracking().AsAsyncEnumerable();
        await foreach (var file in files.WithCancellation(ct))
        {
            yield return new JsonObject
            {
                ["id"] = file.Id.ToString(),
                ["at"] = file.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["name"] = file.Name,
                ["contentType"] = file.ContentType,
                ["sizeBytes"] = file.SizeBytes,
            };
        }
    }

    public Task DeleteAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        queue.EnqueueAsync(db, RemoveFiles.OfContact(contact.AccountId, contact.BotId, contact.ContactId), ct);

    private static IQueryable<StoredFile> FilesOf(BotStudioDb db, HeldContact contact) =>
        db.StoredFiles.Where(f => f.BotId == contact.BotId && f.ContactId == contact.ContactId);
}
