using BotStudio.Core.Settings;

namespace BotStudio.Core.Mail;

/// <summary>The mail server. Without a host no e-mail is sent.</summary>
public sealed class SmtpOptions : ISettings
{
    public const string Section = "Smtp";

    [Example("smtp.example.com")]
    public string? Host { get; set; }

    /// <summary>A port that speaks STARTTLS; implicit TLS (465) is not supported by .NET's client.</summary>
    [Example("587")]
    public int Port { get; set; } = 587;

    [Example("botstudio")]
    public string? User { get; set; }

    [Example("...")]
    public string? Password { get; set; }

    /// <summary>The sender of every e-mail.</summary>
    [Example("bots@example.com")]
    public string? From { get; set; }

    public IEnumerable<SettingMistake> Mistakes()
    {
        if (Port is < 1 or > 65535)
        {
            yield return new SettingMistake(nameof(Port), "must be between 1 and 65535");
        }
        else if (Port == 465)
        {
            yield return new SettingMistake(nameof(Port), "must be one that speaks STARTTLS, which 465 does not");
        }

        if (From is not null && !SettingRules.IsEmail(From))
        {
            yield return new SettingMistake(nameof(From), "must be an e-mail address");
        }

        if (Host is null)
        {
            yield break;
        }

        if (From is null)
        {
            yield return new SettingMistake(nameof(From), "is missing, while Smtp__Host is there");
        }

        if (User is null != Password is null)
        {
            yield return new SettingMistake(User is null ? nameof(User) : nameof(Password), "is missing: user and password go together");
        }
    }
}
