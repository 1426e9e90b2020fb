using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>Codes of what can be wrong between a bot and Telegram. Those of a bot's card stay until it is over; the others answer an act.</summary>
public static class TelegramProblems
{
    /// <summary>On the card: the token is not valid any more.</summary>
    public const string Unauthorized = "telegram.unauthorized";

    /// <summary>On the card: the bot's updates go to another address. {0}: its host.</summary>
    public const string WebhookTaken = "telegram.webhook_taken";

    /// <summary>On the card: Telegram cannot deliver to us. {0}: what it says.</summary>
    public const string WebhookFailing = "telegram.webhook_failing";

    /// <summary>On the card: another program asks for the bot's updates, too.</summary>
    public const string OtherPoller = "telegram.other_poller";

    /// <summary>On the card: more and more waits at Telegram. {0}: how much.</summary>
    public const string PendingGrowing = "telegram.pending_growing";

    /// <summary>On the card: the bot is in groups and does not hear what it is there for.</summary>
    public const string PrivacyMode = "telegram.privacy_mode";

    /// <summary>On the card: Telegram shows other commands than the live version has.</summary>
    public const string MenuOutdated = "telegram.menu_outdated";

    /// <summary>On the card, and answer to an act: no connection to Telegram.</summary>
    public const string Unreachable = "telegram.unreachable";

    /// <summary>The problem of a call that an act made for the user.</summary>
    internal static Problem Of(TelegramFailure failure) =>
        failure switch
        {
            TelegramFailure.Unauthorized => new Problem("telegram.token_refused"),
            TelegramFailure.RateLimited limited => new Problem("telegram.wait", (int)Math.Ceiling(limited.After.TotalSeconds)),
            TelegramFailure.Unreachable => new Problem(Unreachable),
            TelegramFailure.Refused refused when refused.Reason.Contains("webhook", StringComparison.OrdinalIgnoreCase) => new Problem(
                "telegram.webhook_refused",
                refused.Reason
            ),
            TelegramFailure.Refused refused => new Problem("telegram.refused", refused.Reason),
            _ => new Problem("telegram.refused", failure.GetType().Name),
        };
}
