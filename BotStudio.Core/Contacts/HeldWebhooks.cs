using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Data;
using BotStudio.Core.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>
/// What was told about a contact to the owner's own programs, and is still in the log of these calls. Their bodies name the contact by id. What
/// the other side has made of it is the owner's to delete.
/// </summary>
internal sealed class HeldWebhooks : IHoldsContactData
{
    public string Name => "webhook_deliveries";

    public Task<long> CountAsync(BotStudioDb db, HeldContact contact, CancellationToken ct) => DeliveriesOf(db, contact).LongCountAsync(ct);

    public async IAsyncEnumerable<JsonObject> ReadAsync(BotStudioDb db, HeldContact contact, [EnumeratorCancellation] CancellationToken ct)
    {
        var deliveries = DeliveriesOf(db, contact).OrderBy(d => d.CreatedAt).AsNoTracking().AsAsyncEnumerable();
        await foreach (var delivery in deliveries.WithCancellation(ct))
        {
            yield return new JsonObject
            {
                ["at"] = delivery.CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["event"] = delivery.EventType,
                ["sent"] = Parse(delivery.Body),
            };
        }
    }

    /// <summary>With the work that would make more of them: finished forms that are still to be told.</summary>
    public async Task DeleteAsync(BotStudioDb db, HeldContact contact, CancellationToken ct)
    {
        var id = Encoding.UTF8.GetBytes(contact.ContactId.ToString());
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from jobs
            where account_id = {contact.AccountId} and subject_id = {contact.BotId} and kind like 'forms.%' and position({id} in payload) > 0
            """,
            ct
        );
        await DeliveriesOf(db, contact).ExecuteDeleteAsync(ct);
    }

    private static IQueryable<WebhookDelivery> DeliveriesOf(BotStudioDb db, HeldContact contact)
    {
        var id = contact.ContactId.ToString();
        return db.WebhookDeliveries.Where(d => d.BotId == contact.BotId && d.Body.Contains(id));
    }

    private static JsonNode? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
