using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Notices.Bell;

/// <summary>What members of the account were told of a contact, under the bell and by e-mail, as far as it is still kept here.</summary>
internal sealed class HeldNotices : IHoldsContactData
{
    public string Name => "notices";

    public async Task<long> CountAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        await db.BellNotices.LongCountAsync(n => n.ContactId == contact.ContactId, ct)
        + await db.Mails.LongCountAsync(m => m.ContactId == contact.ContactId, ct);

    public async IAsyncEnumerable<JsonObject> ReadAsync(BotStudioDb db, HeldContact contact, [EnumeratorCancellation] CancellationToken ct)
    {
        var bell = db.BellNotices.Where(n => n.ContactId == contact.ContactId).Select(n => new Told(n.CreatedAt, n.Title, n.Text));
        var mails = db.Mails.Where(m => m.ContactId == contact.ContactId).Select(m => new Told(m.CreatedAt, m.Subject, m.Text));
        foreach (var told in (await bell.ToListAsync(ct)).Concat(await mails.ToListAsync(ct)).OrderBy(told => told.At))
        {
            yield return new JsonObject
            {
                ["at"] = told.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["title"] = told.Title,
                ["text"] = told.Text,
            };
        }
    }

    public async Task DeleteAsync(BotStudioDb db, HeldContact contact, CancellationToken ct)
    {
        await db.BellNotices.Where(n => n.ContactId == contact.ContactId).ExecuteDeleteAsync(ct);
        await db.Mails.Where(m => m.ContactId == contact.ContactId).ExecuteDeleteAsync(ct);
    }

    private sealed record Told(DateTimeOffset At, string Title, string Text);
}
