using BotStudio.Core.Settings;

namespace BotStudio.Core.Channels.Telegram;

public sealed class TelegramOptions : ISettings
{
    public const string Section = "Telegram";

    /// <summary>Telegram's own Bot API, a Bot API server of one's own, or the fake one of tests and benchmarks.</summary>
    [Example("https://api.telegram.org")]
    public Uri ApiBaseUrl { get; set; } = new("https://api.telegram.org");

    public IEnumerable<SettingMistake> Mistakes()
    {
        if (!SettingRules.IsHttp(ApiBaseUrl))
        {
            yield return new SettingMistake(nameof(ApiBaseUrl), "must begin with https:// or http://");
        }
    }
}
