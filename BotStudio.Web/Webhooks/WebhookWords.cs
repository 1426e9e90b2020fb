using BotStudio.Core.Outcomes;
using BotStudio.Core.Webhooks;
using BotStudio.Web.Shared;

namespace BotStudio.Web.Webhooks;

/// <summary>How deliveries are put into words and colours.</summary>
internal static class WebhookWords
{
    public static BadgeTone ToneOf(WebhookStatus status) =>
        status switch
        {
            WebhookStatus.Delivered => BadgeTone.Success,
            WebhookStatus.Waiting => BadgeTone.Info,
            _ => BadgeTone.Danger,
        };

    /// <summary>What went wrong last; the texts of problems take the status, or what is known only from the log.</summary>
    public static string Of(WebhookDeliveryRow row, ProblemTexts texts) =>
        texts.Of(new WebhookAttempt(row.CreatedAt, row.LastStatusCode, row.LastProblem, 0, null).AsProblem!);
}
