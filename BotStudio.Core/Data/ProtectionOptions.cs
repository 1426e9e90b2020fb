using BotStudio.Core.Settings;

namespace BotStudio.Core.Data;

public sealed class ProtectionOptions : ISettings
{
    public const string Section = "DataProtection";

    private const int MinKeyLength = 32;

    /// <summary>
    /// Seals the keys in the database that seal bot tokens and sessions, so that a copy of the database alone opens nothing. Any random text of at
    /// least 32 characters, the same for all processes, kept outside the database. Absent: the keys lie there in plain.
    /// </summary>
    [Example("...32 or more random characters, say from: openssl rand -base64 32")]
    public string? Key { get; set; }

    public IEnumerable<SettingMistake> Mistakes()
    {
        if (Key?.Length < MinKeyLength)
        {
            yield return new SettingMistake(nameof(Key), $"is too short to be secret: it needs {MinKeyLength} characters");
        }
    }
}
