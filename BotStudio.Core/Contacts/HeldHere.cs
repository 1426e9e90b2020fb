using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>What people of the account wrote down about a contact. It goes with the contact's row, by foreign key.</summary>
internal sealed class HeldNotes : IHoldsContactData
{
    public string Name => "notes";

    public Task<long> CountAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        db.ContactNotes.LongCountAsync(n => n.ContactId == contact.ContactId, ct);

    public async IAsyncEnumerable<JsonObject> ReadAsync(BotStudioDb db, HeldContact contact, [EnumeratorCancellation] CancellationToken ct)
    {
        var notes = db.ContactNotes.Where(n => n.ContactId == contact.ContactId).OrderBy(n => n.Id).AsNoTracking().AsAsyncEnumerable();
        await foreach (var note in notes.WithCancellation(ct))
        {
            yield return new JsonObject
            {
                ["at"] = note.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["text"] = note.Text,
            };
        }
    }

    public Task DeleteAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        db.ContactNotes.Where(n => n.ContactId == contact.ContactId).ExecuteDeleteAsync(ct);
}

/// <summary>A contact's ledger.</summary>
internal sealed class HeldLedger : IHoldsContactData
{
    public string Name => "balance_changes";

    public Task<long> CountAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        db.BalanceChanges.LongCountAsync(c => c.ContactId == contact.ContactId, ct);

    public async IAsyncEnumerable<JsonObject> ReadAsync(BotStudioDb db, HeldContact contact, [EnumeratorCancellation] CancellationToken ct)
    {
        var lines = db.BalanceChanges.Where(c => c.ContactId == contact.ContactId).OrderBy(c => c.Id).AsNoTracking().AsAsyncEnumerable();
        await foreach (var line in lines.WithCancellation(ct))
        {
            yield return new JsonObject
            {
                ["at"] = line.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["amount"] = line.Amount,
                ["balanceAfter"] = line.BalanceAfter,
                ["reason"] = line.Reason,
            };
        }
    }

    public Task DeleteAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        db.BalanceChanges.Where(c => c.ContactId == contact.ContactId).ExecuteDeleteAsync(ct);
}
