using System.Globalization;

namespace BotStudio.Core.Accounts.Profile;

/// <summary>The time zones that a user may choose: those of IANA that name a place.</summary>
public static class TimeZones
{
    /// <summary>The longest names have some 30 characters.</summary>
    public const int MaxLength = 64;

    private static readonly string[] Areas =
    [
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    ];

    private static readonly Lazy<IReadOnlyList<string>> Names = new(() =>
        [
            "UTC",
            .. TimeZoneInfo
                .GetSystemTimeZones()
                .Select(zone => zone.Id)
                .Where(id => Areas.Any(area => id.StartsWith(area, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal),
        ]
    );

    /// <summary>By name, UTC first.</summary>
    public static IReadOnlyList<string> All => Names.Value;

    /// <returns>The zone, or null for a name that is none.</returns>
    public static TimeZoneInfo? Find(string? name) =>
        name is { Length: > 0 and <= MaxLength } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId
            ? zone
            : null;

    /// <summary>How far ahead of UTC it is: <c>+03:00</c>.</summary>
    public static string OffsetOf(TimeZoneInfo zone, DateTimeOffset now)
    {
        var offset = zone.GetUtcOffset(now);
        return (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
    }
}
