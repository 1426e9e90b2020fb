using System.Globalization;
using System.Text.Json.Serialization;
using BotStudio.Core.Conversations.Inbox;

namespace BotStudio.Core.Conversations;

/// <summary>What a message carries besides its text, in either direction. Which members are there depends on <see cref="Kind"/>.</summary>
/// <param name="Kind">As channels call it: <c>photo</c>, <c>document</c>, <c>voice</c>, <c>video</c>, <c>location</c>, <c>contact</c>, <c>sticker</c>, …</param>
public sealed record MessageMedia(string Kind)
{
    /// <summary>The kept file, see <c>Files</c>; null while it is not fetched, or when it is not kept.</summary>
    public Guid? FileId { get; init; }

    /// <summary>Under what the channel hands the file out.</summary>
    public string? ExternalId { get; init; }

    /// <summary>For what is sent: an https address that the channel fetches itself.</summary>
    public string? Url { get; init; }

    public string? Name { get; init; }

    public string? ContentType { get; init; }

    public long? SizeBytes { get; init; }

    public int? DurationSeconds { get; init; }

    /// <summary>Pixels.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels.</summary>
    public int? Height { get; init; }

    /// <summary>Degrees, -90 to 90.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees, -180 to 180.</summary>
    public double? Longitude { get; init; }

    /// <summary>Of a place or a song; the emoji of a sticker, the question of a poll.</summary>
    public string? Title { get; init; }

    /// <summary>Of a place.</summary>
    public string? Address { get; init; }

    /// <summary>Of a shared contact, as the channel gives it.</summary>
    public string? Phone { get; init; }

    /// <summary>Of a shared contact.</summary>
    public string? FirstName { get; init; }

    /// <summary>Of a shared contact.</summary>
    public string? LastName { get; init; }

    /// <summary>The channel's id of the shared contact; null for somebody who is not there. Whoever shares themselves has the sender's.</summary>
    public string? PersonExternalId { get; init; }

    /// <summary>Stands for the kind where there is room for one character only.</summary>
    [JsonIgnore]
    public string Sign =>
        Kind switch
        {
            "photo" => "🖼",
            "voice" => "🎤",
            "audio" => "🎵",
            "video" or "video_note" or "animation" => "🎬",
            "sticker" => "💟",
            "location" or "venue" => "📍",
            "contact" => "👤",
            "poll" => "📊",
            "dice" => "🎲",
            "unknown" => "❔",
            _ => "📎",
        };

    /// <summary>What there is to read of it without a text: a name, a title, a length.</summary>
    [JsonIgnore]
    public string Words =>
        Kind switch
        {
            "photo" => "",
            "voice" or "video" or "video_note" when DurationSeconds is { } seconds => string.Create(
                CultureInfo.InvariantCulture,
                $"{seconds / 60}:{seconds % 60:00}"
            ),
            "contact" => $"{FirstName} {LastName}".Trim() is { Length: > 0 } name ? name : Phone ?? "",
            _ => Title ?? Name ?? "",
        };

    /// <summary>What is said in it is written down: it is the text of its message.</summary>
    public bool IsWrittenDown { get; init; }

    /// <summary>Code of the problem that keeps the file from being kept; null while there is none.</summary>
    public string? Problem { get; init; }
}

/// <summary>How a message is sent, beyond what it says.</summary>
public sealed record MessageSending
{
    /// <summary>Null for CommonMark.</summary>
    public TextForm? Form { get; init; }

    /// <summary>See <see cref="WrittenMessage.Key"/>.</summary>
    public string? Key { get; init; }

    /// <inheritdoc cref="OutgoingMessage.EditsExternalId"/>
    public string? EditsExternalId { get; init; }

    /// <inheritdoc cref="OutgoingMessage.Keyboard"/>
    public ReplyKeyboard? Keyboard { get; init; }
}

/// <summary>Buttons in place of the contact's keyboard: a tap writes their text, or shares what they ask for. No rows take an earlier one away.</summary>
public sealed record ReplyKeyboard(IReadOnlyList<IReadOnlyList<ReplyKey>> Rows);

public sealed record ReplyKey(string Text, KeyRequest Request = KeyRequest.Text);

public enum KeyRequest
{
    /// <summary>Writes the key's text.</summary>
    Text,

    /// <summary>Shares the contact's own phone number, after asking them.</summary>
    Contact,

    /// <summary>Shares where the contact is, after asking them.</summary>
    Location,
}
