using BotStudio.Core.Settings;

namespace BotStudio.Core.Accounts;

public sealed class AdminOptions : ISettings
{
    public const string Section = "Admin";

    /// <summary>Whoever signs up with this address becomes platform admin.</summary>
    [Example("you@example.com")]
    public string? Email { get; set; }

    public IEnumerable<SettingMistake> Mistakes()
    {
        if (Email is not null && !SettingRules.IsEmail(Email))
        {
            yield return new SettingMistake(nameof(Email), "must be an e-mail address");
        }
    }
}
