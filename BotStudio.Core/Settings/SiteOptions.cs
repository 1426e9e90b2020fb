namespace BotStudio.Core.Settings;

/// <summary>Where this installation is found and where it keeps files: settings that stand alone, without a section.</summary>
public sealed class SiteOptions : ISettings
{
    /// <summary>
    /// The address under which people and Telegram reach the product, without a path. Absent: bots run by long polling, and links are made
    /// from the request.
    /// </summary>
    [Example("https://bots.example.com")]
    public Uri? PublicUrl { get; set; }

    /// <summary>Folder for files that are not in the database, relative to where the process was started.</summary>
    [Example(".data")]
    public string DataDirectory { get; set; } = ".data";

    public IEnumerable<SettingMistake> Mistakes()
    {
        if (PublicUrl is null)
        {
            yield break;
        }

        if (!SettingRules.IsHttpsOrLoopback(PublicUrl))
        {
            yield return new SettingMistake(nameof(PublicUrl), "must begin with https:// (http:// only on localhost), as Telegram demands");
        }
        else if (PublicUrl.PathAndQuery != "/")
        {
            yield return new SettingMistake(nameof(PublicUrl), "must end after the host: the product lives at the root of its address");
        }
    }
}
