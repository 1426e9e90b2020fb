using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Trials.Replays;

/// <summary>What a contact once wrote, asked again of a draft.</summary>
internal sealed class HeldReplays : IHoldsContactData
{
    public string Name => "replays";

    public Task<long> CountAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        db.ReplayItems.LongCountAsync(i => i.ContactId == contact.ContactId, ct);

    public async IAsyncEnumerable<JsonObject> ReadAsync(BotStudioDb db, HeldContact contact, [EnumeratorCancellation] CancellationToken ct)
    {
        var items = db
            .ReplayItems.Where(i => i.ContactId == contact.ContactId)
            .OrderBy(i => i.ReplayId)
            .ThenBy(i => i.Position)
            .AsNoTracking()
            .AsAsyncEnumerable();
        await foreach (var item in items.WithCancellation(ct))
        {
            yield return new JsonObject
            {
                ["askedAt"] = item.AskedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["question"] = item.Question,
                ["answeredThen"] = item.Then,
                ["draftAnswered"] = item.Now,
            };
        }
    }

    public Task DeleteAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) =>
        db.ReplayItems.Where(i => i.ContactId == contact.ContactId).ExecuteDeleteAsync(ct);
}
