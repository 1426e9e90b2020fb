using BotStudio.Core.Settings;

namespace BotStudio.Web.Api;

/// <summary>Who may call the API from a page of their own, and how often anybody may.</summary>
public sealed class ApiOptions : ISettings
{
    public const string Section = "Api";

    /// <summary>Origins whose pages may call the API from a browser; absent: none. Programs need no entry here.</summary>
    [Example("https://app.example.com")]
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Of one user; from one address twice as many.</summary>
    [Example("1200")]
    public int CallsPerMinute { get; set; } = 1200;

    public IEnumerable<SettingMistake> Mistakes()
    {
        if (!AllowedOrigins.All(IsOrigin))
        {
            yield return new SettingMistake(nameof(AllowedOrigins), "must be origins: scheme and host, without a path");
        }

        if (CallsPerMinute < 60)
        {
            yield return new SettingMistake(nameof(CallsPerMinute), "must be 60 or more");
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var origin)
        && (origin.Scheme == Uri.UriSchemeHttps || origin.Scheme == Uri.UriSchemeHttp)
        && origin.GetLeftPart(UriPartial.Authority) == text;
}
