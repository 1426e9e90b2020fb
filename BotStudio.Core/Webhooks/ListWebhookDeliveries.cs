using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Webhooks;

/// <summary>What a bot has sent to its owner's addresses in the last 30 days, the latest first.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ListWebhookDeliveries(AccountDb accountDb)
{
    /// <param name="status">Only these; null for all.</param>
    /// <param name="eventType">Only these; null or empty for all.</param>
    /// <param name="after">Where the part before ended; null for the beginning.</param>
    /// <param name="size">1 to <see cref="Page{T}.MaxSize"/>.</param>
    public async Task<Outcome<Page<WebhookDeliveryRow>>> RunAsync(
        Guid botId,
        WebhookStatus? status,
        string? eventType,
        PageStart? after,
        int size,
        CancellationToken ct
    )
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        var deliveries = db.WebhookDeliveries.Where(d => d.BotId == botId);
        if (status is not null)
        {
            deliveries = deliveries.Where(d => d.Status == status);
        }

        if (!string.IsNullOrEmpty(eventType))
        {
            deliveries = deliveries.Where(d => d.EventType == eventType);
        }

        if (after is not null)
        {
            deliveries = deliveries.Where(d =>
                EF.Functions.LessThan(ValueTuple.Create(d.CreatedAt, d.Id), ValueTuple.Create(after.At, after.Id))
            );
        }

        size = Math.Clamp(size, 1, Page<WebhookDeliveryRow>.MaxSize);
        var rows = await deliveries.OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id).Take(size + 1).ToRows().ToListAsync(ct);
        return Page<WebhookDeliveryRow>.From(rows, size, row => new PageStart(row.CreatedAt, row.Id));
    }
}

/// <summary>One delivery with what was sent and what came back at each try.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class OpenWebhookDelivery(AccountDb accountDb)
{
    public async Task<Outcome<WebhookDeliveryDetail>> RunAsync(Guid botId, Guid deliveryId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var delivery = await db.WebhookDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.BotId == botId && d.Id == deliveryId, ct);
        return delivery is null
            ? Problem.NotFound
            : new WebhookDeliveryDetail(WebhookDeliveryRow.Of(delivery), delivery.Body, delivery.Log);
    }
}

/// <param name="Attempts">Tries so far.</param>
/// <param name="NextAttemptAt">When it is tried again; null when it is not.</param>
/// <param name="LastStatusCode">HTTP status of the last answer; null when there was none.</param>
/// <param name="LastProblem">Code of what went wrong last; null after success and before the first try.</param>
/// <param name="IsOnce">It cannot be sent again: it was a question whose answer was wanted then.</param>
public sealed record WebhookDeliveryRow(
    Guid Id,
    string EventType,
    string Url,
    WebhookStatus Status,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    int? LastStatusCode,
    string? LastProblem,
    bool IsOnce
)
{
    internal static WebhookDeliveryRow Of(WebhookDelivery d) =>
        new(d.Id, d.EventType, d.Url, d.Status, d.Attempts, d.CreatedAt, d.NextAttemptAt, d.LastStatusCode, d.LastProblem, d.IsOnce);
}

/// <param name="Body">JSON, as it is sent and signed.</param>
/// <param name="Log">The latest tries, oldest first.</param>
public sealed record WebhookDeliveryDetail(WebhookDeliveryRow Delivery, string Body, IReadOnlyList<WebhookAttempt> Log);

internal static class WebhookDeliveryQuery
{
    public static IQueryable<WebhookDeliveryRow> ToRows(this IQueryable<WebhookDelivery> deliveries) =>
        deliveries.Select(d => new WebhookDeliveryRow(
            d.Id,
            d.EventType,
            d.Url,
            d.Status,
            d.Attempts,
            d.CreatedAt,
            d.NextAttemptAt,
            d.LastStatusCode,
            d.LastProblem,
            d.IsOnce
        ));
}
