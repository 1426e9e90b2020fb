using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Bots;

namespace BotStudio.Web.Channels.Telegram;

/// <summary>What helps against each problem that Telegram puts on a bot's card.</summary>
public static class TelegramRepairs
{
    public static readonly IReadOnlyList<BotRepair> All =
    [
        new(TelegramProblems.Unauthorized, "repair.token", "/connection"),
        new(TelegramProblems.WebhookTaken, "repair.take_back") { RunAsync = ReconnectAsync },
        new(TelegramProblems.WebhookFailing, "repair.reconnect") { RunAsync = ReconnectAsync },
        new(TelegramProblems.OtherPoller, "repair.token", "/connection"),
        new(TelegramProblems.PendingGrowing, "repair.reconnect") { RunAsync = ReconnectAsync },
        new(TelegramProblems.PrivacyMode, "repair.privacy", "/connection"),
        new(TelegramProblems.MenuOutdated, "repair.menu") { RunAsync = ReconnectAsync },
        new(TelegramProblems.Unreachable, "repair.reconnect") { RunAsync = ReconnectAsync },
    ];

    private static async Task<Outcome> ReconnectAsync(IServiceProvider services, Guid botId, CancellationToken ct)
    {
        var reconnected = await services.GetRequiredService<ReconnectTelegram>().RunAsync(botId, ct);
        return reconnected.Succeeded ? Outcome.Done : Outcome.Refused(reconnected.Problems);
    }
}
