using BotStudio.Core.Conversations;
using BotStudio.Core.Files;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>How the Bot API sends a kind of media.</summary>
/// <param name="Method"><c>sendPhoto</c>.</param>
/// <param name="Field">The parameter that takes the file; null for a place and a person.</param>
internal sealed record TelegramMediaKind(string Method, string? Field)
{
    public static readonly TelegramMediaKind Document = new("sendDocument", "document");

    private static readonly TelegramMediaKind Photo = new("sendPhoto", "photo");
    private static readonly TelegramMediaKind Voice = new("sendVoice", "voice");
    private static readonly TelegramMediaKind Audio = new("sendAudio", "audio");
    private static readonly TelegramMediaKind Video = new("sendVideo", "video");
    private static readonly TelegramMediaKind Place = new("sendLocation", null);
    private static readonly TelegramMediaKind NamedPlace = new("sendVenue", null);
    private static readonly TelegramMediaKind Person = new("sendContact", null);

    /// <summary>Of an upload; more than that goes as a document.</summary>
    private const long LargestPhotoBytes = 10 << 20;

    public bool TakesCaption => Field is not null;

    /// <returns>Null when there is nothing to send, only to say.</returns>
    public static TelegramMediaKind? Of(MessageMedia media) =>
        media switch
        {
            { Latitude: not null, Longitude: not null } => media is { Title.Length: > 0, Address.Length: > 0 } ? NamedPlace : Place,
            { Kind: "contact", Phone.Length: > 0, FirstName.Length: > 0 } => Person,
            { FileId: null, ExternalId: null, Url: null } => null,
            { Kind: "photo" } => Photo,
            { Kind: "voice" } => Voice,
            { Kind: "audio" } => Audio,
            { Kind: "video" } => Video,
            _ => Document,
        };

    /// <summary>The way for this file: one that is not what its kind demands goes as a document, which takes anything.</summary>
    public TelegramMediaKind For(StoredFile file)
    {
        var fits =
            this == Photo ? file is { IsPicture: true, SizeBytes: <= LargestPhotoBytes } && file.ContentType != "image/gif"
            : this == Voice ? file.ContentType is "audio/ogg" or "audio/mpeg" or "audio/mp4"
            : this == Audio ? file.ContentType is "audio/mpeg" or "audio/mp4"
            : this != Video || file.ContentType == "video/mp4";
        return fits ? this : Document;
    }
}
