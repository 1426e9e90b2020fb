using System.Globalization;
using System.Text.RegularExpressions;

namespace BotStudio.Web.Commands;

/// <summary>Reads a place as people have it at hand: two numbers, or the address of a map.</summary>
public static partial class MapPlace
{
    /// <returns>Degrees; null for what names no place on earth.</returns>
    public static (double Latitude, double Longitude)? Read(string text)
    {
        var found =
            Pair().Match(text) is { Success: true } pair ? pair
            : Pin().Match(text) is { Success: true } pin ? pin
            : Marker().Match(text) is { Success: true } marker ? marker
            : Anywhere().Match(text);
        return
            found.Success
            && Number(found.Groups["lat"]) is >= -90 and <= 90 and var latitude
            && Number(found.Groups["lon"]) is >= -180 and <= 180 and var longitude
            ? (latitude, longitude)
            : null;
    }

    private static double Number(Group group) => double.Parse(group.ValueSpan.ToString().Replace(',', '.'), CultureInfo.InvariantCulture);

    /// <summary>49.84, 24.03 and, where the comma is the decimal sign, 49,84; 24,03.</summary>
    [GeneratedRegex(
        @"^\s*(?<lat>-?\d{1,2}([.,]\d+)?)\s*[,; ]\s*(?<lon>-?\d{1,3}([.,]\d+)?)\s*$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex Pair();

    /// <summary>Google's address of a found place: …!3d49.8419!4d24.0316….</summary>
    [GeneratedRegex(@"!3d(?<lat>-?\d{1,2}\.\d+)!4d(?<lon>-?\d{1,3}\.\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Pin();

    /// <summary>OpenStreetMap's: …?mlat=49.8419&amp;mlon=24.0316….</summary>
    [GeneratedRegex(
        @"mlat=(?<lat>-?\d{1,2}\.\d+)&mlon=(?<lon>-?\d{1,3}\.\d+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex Marker();

    /// <summary>…/@49.8419,24.0316,17z, …?q=49.8419,24.0316, …#map=17/49.8419/24.0316.</summary>
    [GeneratedRegex(
        @"[/@=](?<lat>-?\d{1,2}\.\d+)(,|%2C|/)(?<lon>-?\d{1,3}\.\d+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 100
    )]
    private static partial Regex Anywhere();
}
