using BotStudio.Core.Settings;

namespace BotStudio.Core.Ai;

/// <summary>An OpenAI-compatible provider. Without a key, bots answer with their fallback text.</summary>
public sealed class OpenAiOptions : ISettings
{
    public const string Section = "OpenAI";

    [Example("sk-...")]
    public string? ApiKey { get; set; }

    /// <summary>Up to and with the version, as the provider documents it.</summary>
    [Example("https://api.openai.com/v1")]
    public Uri BaseUrl { get; set; } = new("https://api.openai.com/v1");

    /// <summary>The model of bots whose prompt names none.</summary>
    [Example("gpt-4o-mini")]
    public string Model { get; set; } = "gpt-4o-mini";

    /// <summary>For one answer, all tries and the pauses between them together.</summary>
    [Example("00:01:00")]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(60);

    public bool HasKey => !string.IsNullOrEmpty(ApiKey);

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

        if (TimeLimit < TimeSpan.FromSeconds(1) || TimeLimit > TimeSpan.FromMinutes(10))
        {
            yield return new SettingMistake(nameof(TimeLimit), "must be between one second and ten minutes");
        }
    }
}
