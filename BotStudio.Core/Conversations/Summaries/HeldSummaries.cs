using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations.Summaries;

/// <summary>What a model made of a contact's conversations. Those of groups are made anew from what is left there.</summary>
internal sealed class HeldSummaries : IHoldsContactData
{
    public string Name => "summaries";

    public Task<long> CountAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) => OwnOf(db, contact).LongCountAsync(ct);

    public async IAsyncEnumerable<JsonObject> ReadAsync(BotStudioDb db, HeldContact contact, [EnumeratorCancellation] CancellationToken ct)
    {
        var summaries = OwnOf(db, contact).OrderBy(s => s.UpdatedAt).AsNoTracking().AsAsyncEnumerable();
        await foreach (var summary in summaries.WithCancellation(ct))
        {
            yield return new JsonObject
            {
                ["conversation"] = summary.ConversationId.ToString(),
                ["at"] = summary.UpdatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["text"] = summary.Text,
            };
        }
    }

    public async Task DeleteAsync(BotStudioDb db, HeldContact contact, CancellationToken ct)
    {
        await OwnOf(db, contact).ExecuteDeleteAsync(ct);
        await db
            .ConversationSummaries.Where(s =>
                s.BotId == contact.BotId
                && db.Conversations.Any(c => c.Id == s.ConversationId && c.ChatKind != ChatKind.Private)
                && db.Messages.Any(m => m.ConversationId == s.ConversationId && m.ContactId == contact.ContactId)
            )
            .ExecuteDeleteAsync(ct);
    }

    private static IQueryable<ConversationSummary> OwnOf(BotStudioDb db, HeldContact contact) =>
        db.ConversationSummaries.Where(s => contact.ConversationIds.Contains(s.ConversationId));
}
