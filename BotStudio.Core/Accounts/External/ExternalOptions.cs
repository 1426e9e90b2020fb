using System.Security.Cryptography;
using BotStudio.Core.Settings;

namespace BotStudio.Core.Accounts.External;

/// <summary>Sign-in with Google; absent: not offered.</summary>
public sealed class GoogleOptions : ISettings
{
    public const string Section = "Google";

    [Example("1234-abc.apps.googleusercontent.com")]
    public string? ClientId { get; set; }

    [Example("GOCSPX-...")]
    public string? ClientSecret { get; set; }

    [Example("https://accounts.google.com")]
    public Uri Authority { get; set; } = new("https://accounts.google.com");

    public IEnumerable<SettingMistake> Mistakes() =>
        ExternalSettings
            .GoTogether((nameof(ClientId), ClientId), (nameof(ClientSecret), ClientSecret))
            .Concat(ExternalSettings.Authority(nameof(Authority), Authority));
}

/// <summary>Sign in with Apple; absent: not offered.</summary>
public sealed class AppleOptions : ISettings
{
    public const string Section = "Apple";

    /// <summary>The Services ID.</summary>
    [Example("com.example.bots")]
    public string? ClientId { get; set; }

    [Example("ABCDE12345")]
    public string? TeamId { get; set; }

    [Example("FGHIJ67890")]
    public string? KeyId { get; set; }

    /// <summary>Content of the .p8 file; line breaks may be written as \n or left out.</summary>
    [Example("-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----")]
    public string? PrivateKey { get; set; }

    [Example("https://appleid.apple.com")]
    public Uri Authority { get; set; } = new("https://appleid.apple.com");

    public IEnumerable<SettingMistake> Mistakes()
    {
        var mistakes = ExternalSettings
            .GoTogether((nameof(ClientId), ClientId), (nameof(TeamId), TeamId), (nameof(KeyId), KeyId), (nameof(PrivateKey), PrivateKey))
            .Concat(ExternalSettings.Authority(nameof(Authority), Authority));
        foreach (var mistake in mistakes)
        {
            yield return mistake;
        }

        if (PrivateKey is not null && !IsKey(PrivateKey))
        {
            yield return new SettingMistake(nameof(PrivateKey), "must be the content of the .p8 file that Apple gave out");
        }
    }

    /// <exception cref="CryptographicException">It is no key.</exception>
    internal static ECDsa ReadKey(string text)
    {
        var base64 = text.Replace("\\n", "\n", StringComparison.Ordinal)
            .Replace("-----BEGIN PRIVATE KEY-----", "", StringComparison.Ordinal)
            .Replace("-----END PRIVATE KEY-----", "", StringComparison.Ordinal);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(string.Concat(base64.Where(c => !char.IsWhiteSpace(c)))), out _);
        return key;
    }

    private static bool IsKey(string text)
    {
        try
        {
            using var _ = ReadKey(text);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return false;
        }
    }
}

/// <summary>
/// "Log in with Telegram" by OpenID Connect (BotFather → Bot Settings → Web Login; keep RS256 there), or, with a bot's token alone, by the older
/// login widget. Absent: not offered.
/// </summary>
public sealed class TelegramLoginOptions : ISettings
{
    public const string Section = "TelegramLogin";

    [Example("123456789")]
    public string? ClientId { get; set; }

    [Example("...")]
    public string? ClientSecret { get; set; }

    /// <summary>Token of the bot whose domain (/setdomain) is this site; for the older widget.</summary>
    [Example("123456789:AAH...")]
    public string? BotToken { get; set; }

    [Example("https://oauth.telegram.org")]
    public Uri Authority { get; set; } = new("https://oauth.telegram.org");

    public IEnumerable<SettingMistake> Mistakes()
    {
        var mistakes = ExternalSettings
            .GoTogether((nameof(ClientId), ClientId), (nameof(ClientSecret), ClientSecret))
            .Concat(ExternalSettings.Authority(nameof(Authority), Authority));
        foreach (var mistake in mistakes)
        {
            yield return mistake;
        }

        if (BotToken is not null && (BotToken.Split(':') is not [var id, { Length: > 20 }] || !id.All(char.IsAsciiDigit)))
        {
            yield return new SettingMistake(nameof(BotToken), "must be a bot's token from BotFather");
        }
    }
}

internal static class ExternalSettings
{
    public static IEnumerable<SettingMistake> GoTogether(params (string Name, string? Value)[] values) =>
        values.All(value => value.Value is null)
            ? []
            : values
                .Where(value => value.Value is null)
                .Select(value => new SettingMistake(value.Name, "is missing, while others of its section are there"));

    public static IEnumerable<SettingMistake> Authority(string name, Uri authority) =>
        SettingRules.IsHttpsOrLoopback(authority) ? [] : [new SettingMistake(name, "must be an https address (http only on localhost)")];
}
