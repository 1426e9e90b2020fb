namespace BotStudio.Core.Accounts.Sessions;

/// <summary>What a browser or program is called by people, as far as it says so: <c>Firefox · Windows</c>, <c>curl</c>.</summary>
public static class DeviceName
{
    private const int MaxLength = 60;

    /// <summary>More telling ones first: nearly every browser also claims to be Chrome and Safari.</summary>
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("YaBrowser/", "Yandex Browser"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Vivaldi/", "Vivaldi"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    /// <returns>Empty when it says nothing.</returns>
    public static string Of(string? userAgent)
    {
        var text = userAgent ?? "";
        var browser = NameIn(text, Browsers);
        var system = NameIn(text, Systems);
        return (browser, system) switch
        {
            (not null, not null) => $"{browser} · {system}",
            (not null, null) => browser,
            (null, not null) => system,
            _ => Program(text),
        };
    }

    private static string? NameIn(string text, (string Mark, string Name)[] names) =>
        names.Where(name => text.Contains(name.Mark, StringComparison.Ordinal)).Select(name => name.Name).FirstOrDefault();

    /// <summary>curl/8.5.0 → curl.</summary>
    private static string Program(string text)
    {
        var first = string.Concat(text.Split('/', ' ')[0].Where(c => !char.IsControl(c)));
        return first.Length > MaxLength ? first[..MaxLength] : first;
    }
}
