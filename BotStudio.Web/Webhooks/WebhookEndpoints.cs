using BotStudio.Core.Accounts;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Webhooks;
using BotStudio.Web.Accounts;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Webhooks;

/// <summary><c>/api/v1/bots/{botId}/webhook-deliveries</c>: what a bot sends to its owner's addresses; and the secret it signs with.</summary>
public static class WebhookEndpoints
{
    public static void MapWebhooks(this RouteGroupBuilder api)
    {
        var bot = api.MapGroup("/bots/{botId:guid}").WithTags("Webhooks").Requires(Permission.ViewBots);
        bot.MapGet("/webhook-deliveries", ListAsync)
            .WithSummary("List webhook deliveries")
            .WithDescription(
                "What was sent to your addresses in the last 30 days, the latest first. `status` is waiting, delivered, failed or gone; `next` of "
                    + "the answer is `after` of the next request."
            );
        bot.MapGet("/webhook-deliveries/{deliveryId:guid}", OpenAsync)
            .WithSummary("Read a webhook delivery")
            .WithDescription("The message as it was sent, and what came back at each try.");
        bot.MapPost("/webhook-deliveries/{deliveryId:guid}/resend", ResendAsync)
            .Requires(Permission.AnswerPeople)
            .WithSummary("Send a webhook delivery again")
            .WithDescription("At once, and tried anew from the beginning. The message and its webhook-id stay the same.");
        bot.MapGet("/webhook-secret", SecretAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Read the signing secret")
            .WithDescription("Check with it that a message is the bot's, as Standard Webhooks says. Made on first use.");
        bot.MapPost("/webhook-secret/rotate", RotateAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Change the signing secret")
            .WithDescription("Messages are signed with both secrets for 24 hours.");
    }

    private static async Task<Results<Ok<WebhookDeliveriesBody>, ProblemResult>> ListAsync(
        Guid botId,
        ListWebhookDeliveries list,
        CancellationToken ct,
        string? status = null,
        string? eventType = null,
        string? after = null,
        int limit = Page<WebhookDeliveryRow>.DefaultSize
    )
    {
        var start = PageStart.Parse(after);
        if (!string.IsNullOrEmpty(after) && start is null)
        {
            return new Problem("webhooks.bad_cursor").At("/after").ToResult();
        }

        WebhookStatus? wanted = null;
        if (!string.IsNullOrEmpty(status))
        {
            if (!Enum.TryParse<WebhookStatus>(status, ignoreCase: true, out var known) || !Enum.IsDefined(known))
            {
                return new Problem("webhooks.unknown_status", status).At("/status").ToResult();
            }

            wanted = known;
        }

        var page = await list.RunAsync(botId, wanted, eventType, start, limit, ct);
        return page.Succeeded
            ? TypedResults.Ok(new WebhookDeliveriesBody(page.Value.Items, page.Value.Next?.ToString()))
            : new ProblemResult(page.Problems);
    }

    private static async Task<Results<Ok<WebhookDeliveryDetail>, ProblemResult>> OpenAsync(
        Guid botId,
        Guid deliveryId,
        OpenWebhookDelivery open,
        CancellationToken ct
    ) => (await open.RunAsync(botId, deliveryId, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> ResendAsync(
        Guid botId,
        Guid deliveryId,
        ResendWebhook resend,
        CancellationToken ct
    ) => (await resend.RunAsync(botId, deliveryId, ct)).ToNoContent();

    private static async Task<Results<Ok<WebhookSecretRow>, ProblemResult>> SecretAsync(
        Guid botId,
        ReadWebhookSecret read,
        CancellationToken ct
    ) => (await read.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Ok<WebhookSecretRow>, ProblemResult>> RotateAsync(
        Guid botId,
        RotateWebhookSecret rotate,
        CancellationToken ct
    ) => (await rotate.RunAsync(botId, ct)).ToOk();
}

/// <param name="Next">`after` of the next request; null at the end.</param>
public sealed record WebhookDeliveriesBody(IReadOnlyList<WebhookDeliveryRow> Items, string? Next);
