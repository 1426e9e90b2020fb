using BotStudio.Core.Settings;

namespace BotStudio.Core.Ai;

public sealed class AnthropicOptions : ISettings
{
    public const string Section = "Anthropic";

    [Example("sk-ant-...")]
    public string? ApiKey { get; set; }

    [Example("https://api.anthropic.com")]
    public Uri BaseUrl { get; set; } = new("https://api.anthropic.com");

    public IEnumerable<SettingMistake> Mistakes()
    {
        if (!SettingRules.IsHttp(BaseUrl))
        {
            yield return new SettingMistake(nameof(BaseUrl), "must begin with https:// or http://");
        }

        if (ApiKey?.Any(char.IsWhiteSpace) == true)
        {
            yield return new SettingMistake(nameof(ApiKey), "must not contain blanks or line breaks");
        }
    }
}
