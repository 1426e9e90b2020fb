using System.Text;
using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outbound;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Webhooks;

/// <summary>
/// The job that sends one delivery and writes down what came of it. Waits between tries as <see cref="WebhookDelivery.Pauses"/> say; while it
/// waits for an answer it holds no connection to the database.
/// </summary>
public sealed class SendWebhook(
    PlatformDb platformDb,
    OutboundHttp http,
    WebhookSecrets secrets,
    BotProblems problems,
    JobQueue queue,
    TimeProvider clock
) : JobHandler(queue)
{
    /// <summary>On the card: an address takes nothing. {0}: its host.</summary>
    public const string Failing = "webhooks.failing";

    private readonly JobQueue queue = queue;

    public override string Kind => OutgoingWebhooks.SendKind;

    /// <summary>A server that stalls costs memory only, so many may wait. Attempts of the job are crashes of ours, not failures of theirs.</summary>
    public override JobRules Rules { get; } =
        new(MaxAttempts: 8, MaxInFlight: 1000, FirstPause: TimeSpan.FromSeconds(5), LongestPause: TimeSpan.FromMinutes(5));

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var (id, round) = OutgoingWebhooks.Read(job.Payload);
        await using var db = platformDb.Open();
        var delivery = await db.WebhookDeliveries.SingleOrDefaultAsync(
            d => d.Id == id && d.Round == round && d.Status == WebhookStatus.Waiting,
            ct
        );
        if (delivery is null)
        {
            // Sent already and broken off before the job ended, sent again by somebody, or the bot is gone.
            return;
        }

        var body = Encoding.UTF8.GetBytes(delivery.Body);
        var signing = await secrets.OfAsync(delivery.AccountId, delivery.BotId, ct);
        var headers = WebhookSignature.Headers(delivery.Id.ToString(), clock.GetUtcNow(), body, signing);
        var answer = await http.PostJsonAsync(delivery.Url, body, headers, ct);

        // It may have arrived: what came of it is written down whatever happens to this process now.
        delivery.Note(answer, clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody had it sent again meanwhile, or deleted the bot: the other job has the word.
            return;
        }

        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Bots}, {delivery.BotId.ToString()})", CancellationToken.None);
        await TellAsync(db, delivery);
        if (delivery.NextAttemptAt is { } next)
        {
            await queue.PostponeAsync(job, next, CancellationToken.None);
        }
    }

    private async Task TellAsync(BotStudioDb db, WebhookDelivery delivery)
    {
        if (delivery.Status == WebhookStatus.Delivered)
        {
            // Another address may be failing still.
            var isOtherFailing = await db.WebhookDeliveries.AnyAsync(
                d =>
                    d.BotId == delivery.BotId
                    && d.Status == WebhookStatus.Waiting
                    && d.Failures >= WebhookDelivery.FailuresThatAreNews
                    && d.Url != delivery.Url,
                CancellationToken.None
            );
            if (!isOtherFailing)
            {
                await problems.ClearAsync(delivery.BotId, Failing, CancellationToken.None);
            }
        }
        else if (delivery.Status != WebhookStatus.Waiting || delivery.Failures >= WebhookDelivery.FailuresThatAreNews)
        {
            await problems.ReportAsync(delivery.AccountId, delivery.BotId, Failing, HostOf(delivery.Url), CancellationToken.None);
        }
    }

    /// <summary>What is shown of an address: its path may hold a secret.</summary>
    private static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Host : "…";
}
