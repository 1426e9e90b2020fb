using System.Globalization;
using System.Text.Json;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// Reads what a message carries: PhotoSize, Voice, Document, Location, Contact and the others, whose fields have the same names wherever they
/// mean the same (core.telegram.org/bots/api#available-types). Nothing here is needed to answer, so what has a wrong shape is left out.
/// </summary>
internal static class TelegramMedia
{
    /// <summary>Content of a kind that did not exist when this was written.</summary>
    public const string Unknown = ReceiveUpdates.UnknownKind;

    private const int LongestText = 300;

    // Service messages say what has happened, and fields such as these belong to a message of any kind: neither is content.
    private static readonly string[] EndingsOfNews =
    [
        "_added",
        "_allowed",
        "_approved",
        "_changed",
        "_closed",
        "_completed",
        "_created",
        "_declined",
        "_done",
        "_edited",
        "_ended",
        "_failed",
        "_hidden",
        "_info",
        "_invited",
        "_left",
        "_markup",
        "_options",
        "_origin",
        "_paid",
        "_payment",
        "_photo",
        "_refunded",
        "_removed",
        "_reopened",
        "_scheduled",
        "_set",
        "_shared",
        "_started",
        "_topic",
        "_triggered",
        "_unhidden",
        "_winners",
    ];

    private static readonly HashSet<string> NoContent =
    [
        "connected_website",
        "external_reply",
        "forward_from",
        "forward_from_chat",
        "gift",
        "gift_upgrade_sent",
        "giveaway",
        "left_chat_member",
        "new_chat_members",
        "passport_data",
        "pinned_message",
        "quote",
        "reply_to_story",
        "sender_business_bot",
        "unique_gift",
        "user_shared",
        "web_app_data",
    ];

    public static bool IsUnknownContent(string field) =>
        !NoContent.Contains(field) && !Array.Exists(EndingsOfNews, ending => field.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Reads the value that the reader stands on.</summary>
    public static MessageMedia Read(ref Utf8JsonReader reader, string kind)
    {
        var found = default(Found);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                found.ReadFrom(ref reader);
                break;
            case JsonTokenType.StartArray:
                found = LargestOf(ref reader);
                break;
            default:
                reader.Skip();
                break;
        }

        return found.As(kind);
    }

    /// <summary>A photo comes in several sizes, usually the largest last.</summary>
    private static Found LargestOf(ref Utf8JsonReader reader)
    {
        var largest = default(Found);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var size = default(Found);
            size.ReadFrom(ref reader);
            largest = size.FileId is not null && size.Pixels >= largest.Pixels ? size : largest;
        }

        return largest;
    }

    private struct Found
    {
        private string? mimeType;
        private string? name;
        private string? title;
        private string? performer;
        private string? address;
        private string? phone;
        private string? firstName;
        private string? lastName;
        private long? sizeBytes;
        private long? personId;
        private long? value;
        private int? seconds;
        private int? width;
        private int? height;
        private double? latitude;
        private double? longitude;

        public string? FileId { get; private set; }

        public readonly long Pixels => (long)(width ?? 0) * (height ?? 0);

        public void ReadFrom(ref Utf8JsonReader reader)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("file_id"u8))
                {
                    FileId = Text(ref reader);
                }
                else if (reader.ValueTextEquals("file_size"u8))
                {
                    sizeBytes = Number(ref reader);
                }
                else if (reader.ValueTextEquals("mime_type"u8))
                {
                    mimeType = Text(ref reader);
                }
                else if (reader.ValueTextEquals("file_name"u8))
                {
                    name = Text(ref reader);
                }
                else if (reader.ValueTextEquals("duration"u8))
                {
                    seconds = Small(ref reader);
                }
                else if (reader.ValueTextEquals("width"u8))
                {
                    width = Small(ref reader);
                }
                else if (reader.ValueTextEquals("height"u8))
                {
                    height = Small(ref reader);
                }
                // Of a video note, which is round.
                else if (reader.ValueTextEquals("length"u8))
                {
                    width = height = Small(ref reader);
                }
                else if (reader.ValueTextEquals("latitude"u8))
                {
                    latitude = Degrees(ref reader, 90);
                }
                else if (reader.ValueTextEquals("longitude"u8))
                {
                    longitude = Degrees(ref reader, 180);
                }
                // Of a venue.
                else if (reader.ValueTextEquals("location"u8))
                {
                    ReadInner(ref reader);
                }
                else if (reader.ValueTextEquals("title"u8) || reader.ValueTextEquals("question"u8) || reader.ValueTextEquals("emoji"u8))
                {
                    title = Text(ref reader);
                }
                else if (reader.ValueTextEquals("performer"u8))
                {
                    performer = Text(ref reader);
                }
                else if (reader.ValueTextEquals("address"u8))
                {
                    address = Text(ref reader);
                }
                else if (reader.ValueTextEquals("value"u8))
                {
                    value = Number(ref reader);
                }
                else if (reader.ValueTextEquals("phone_number"u8))
                {
                    phone = Text(ref reader);
                }
                else if (reader.ValueTextEquals("first_name"u8))
                {
                    firstName = Text(ref reader);
                }
                else if (reader.ValueTextEquals("last_name"u8))
                {
                    lastName = Text(ref reader);
                }
                else if (reader.ValueTextEquals("user_id"u8))
                {
                    personId = Number(ref reader);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
        }

        public readonly MessageMedia As(string kind) =>
            new(kind)
            {
                ExternalId = FileId,
                Name = name ?? UsualName(kind),
                ContentType = mimeType,
                SizeBytes = sizeBytes,
                DurationSeconds = seconds,
                Width = width,
                Height = height,
                Latitude = latitude,
                Longitude = longitude,
                Title = Title(kind),
                Address = address,
                Phone = phone,
                FirstName = firstName,
                LastName = lastName,
                PersonExternalId = personId?.ToString(CultureInfo.InvariantCulture),
            };

        private readonly string? Title(string kind) =>
            kind switch
            {
                "dice" => $"{title} {value}".Trim(),
                "audio" when performer is not null => title is null ? performer : $"{performer} – {title}",
                _ => title,
            };

        /// <summary>Photos, voices and the like have none.</summary>
        private readonly string? UsualName(string kind) =>
            (FileId, kind) switch
            {
                (null, _) => null,
                (_, "photo") => "photo.jpg",
                (_, "voice") => "voice.ogg",
                (_, "video_note" or "video" or "animation") => kind + ".mp4",
                _ => null,
            };

        private void ReadInner(ref Utf8JsonReader reader)
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadFrom(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        private static string? Text(ref Utf8JsonReader reader)
        {
            reader.Read();
            var text = reader.TokenType == JsonTokenType.String ? StoredText.Clean(reader.GetString()!) : null;
            reader.Skip();
            return text is null ? null : StoredText.Cut(text, LongestText);
        }

        private static long? Number(ref Utf8JsonReader reader)
        {
            reader.Read();
            long? number = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole) ? whole : null;
            reader.Skip();
            return number;
        }

        private static int? Small(ref Utf8JsonReader reader) =>
            Number(ref reader) is { } number and >= 0 and <= int.MaxValue ? (int)number : null;

        private static double? Degrees(ref Utf8JsonReader reader, double most)
        {
            reader.Read();
            double? degrees =
                reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && Math.Abs(number) <= most ? number : null;
            reader.Skip();
            return degrees;
        }
    }
}
