using System.Globalization;
using System.Text.RegularExpressions;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Asks for a place on the map.</summary>
public sealed partial record LocationField : FormField
{
    public override IReadOnlyList<ConditionOperator> Operators => OnlyWhetherAnswered;

    public override bool CanBeComparedWith(string value) => false;

    public override ReplyKey? KeyboardKey(AskedQuestion asked) => new(asked.Text("forms.say.share_location"), KeyRequest.Location);

    public override Reading Read(AskedQuestion asked, IncomingMessage message) =>
        message.Media is { Latitude: not null, Longitude: not null } place ? Fits(new Answer { Media = place }, message)
        : PlaceIn(message.Text) is { } typed ? Fits(new Answer { Media = typed }, message)
        : Reading.Unfit(asked.Text("forms.say.needs_location"));

    public override string Written(Answer answer, string language, string defaultLanguage) =>
        answer.Media is not { Latitude: { } latitude, Longitude: { } longitude } place ? "📍"
        : place.Title is { Length: > 0 } title ? $"📍 {title}" + (place.Address is { Length: > 0 } address ? ", " + address : "")
        : string.Create(CultureInfo.InvariantCulture, $"📍 {latitude:0.#####}, {longitude:0.#####}");

    /// <summary>Where the place is shown on a map.</summary>
    public static string? MapLink(MessageMedia? place) =>
        place is { Latitude: { } latitude, Longitude: { } longitude }
            ? string.Create(CultureInfo.InvariantCulture, $"https://maps.google.com/?q={latitude:0.######},{longitude:0.######}")
            : null;

    /// <summary>Coordinates as people write them, or a link to a map that has them.</summary>
    private static MessageMedia? PlaceIn(string text)
    {
        var match = Coordinates().Match(Uri.UnescapeDataString(text.Trim()));
        return
            match.Success
            && double.TryParse(match.Groups["latitude"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(match.Groups["longitude"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
            && Math.Abs(latitude) <= 90
            && Math.Abs(longitude) <= 180
            ? new MessageMedia("location") { Latitude = latitude, Longitude = longitude }
            : null;
    }

    [GeneratedRegex(
        @"(?:^|^https?://\S{1,200}?(?:@|[?&](?:q|ll|query|mlat)=))(?<latitude>-?\d{1,2}\.\d{1,15})(?:[,;]\s*|\s+|&mlon=)(?<longitude>-?\d{1,3}\.\d{1,15})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Coordinates();

    protected override void CheckRules(DocumentCheck check, string place)
    {
        if (IsUnique)
        {
            check.Add("fields.never_unique", place + "/isUnique");
        }
    }

    protected override void OutlineRules(DocumentOutline outline, string id, string name) { }
}
