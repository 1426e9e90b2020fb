using BotStudio.Core.Bots;
using BotStudio.Core.Channels;
using BotStudio.Web.Shared;

namespace BotStudio.Web.Bots;

/// <summary>Whether a bot answers, as its card says it, and the next step towards a bot that does.</summary>
/// <param name="TextKey">Key in BotsText.</param>
/// <param name="NextKey">Key in BotsText of the step; null when there is none to take.</param>
/// <param name="NextHref">Where the step is taken, below the bot's address.</param>
public sealed record BotCondition(BadgeTone Tone, string TextKey, string? NextKey = null, string NextHref = "")
{
    private static readonly BotCondition Draft = new(BadgeTone.Neutral, "status.draft", "next.try", "/simulator");
    private static readonly BotCondition NotPublished = new(BadgeTone.Warning, "status.not_published", "next.publish");
    private static readonly BotCondition NotConnected = new(BadgeTone.Warning, "status.not_connected", "next.connect", "/connection");
    private static readonly BotCondition LiveByWebhook = new(BadgeTone.Success, "status.live_webhook");
    private static readonly BotCondition LiveByPolling = new(BadgeTone.Success, "status.live_polling");

    public static BotCondition Of(BotRow bot) =>
        (bot.PublishedNumber, bot.Connection) switch
        {
            (null, null) => Draft,
            (null, _) => NotPublished,
            (_, null) => NotConnected,
            (_, { Mode: ReceiveMode.Webhook }) => LiveByWebhook,
            _ => LiveByPolling,
        };
}
