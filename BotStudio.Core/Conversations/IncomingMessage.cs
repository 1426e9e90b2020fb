namespace BotStudio.Core.Conversations;

public enum ChatKind
{
    Private,
    Group,
    Broadcast,
}

public enum IncomingKind
{
    Text,

    /// <summary>A tap on a button of an earlier reply; <see cref="IncomingMessage.ButtonData"/> says which.</summary>
    ButtonTap,

    /// <summary>A later version of a message that came before; it is remembered, not answered.</summary>
    Edit,

    /// <summary>Photo, voice, sticker, location, poll and so on; <see cref="IncomingMessage.MediaKind"/> names it.</summary>
    Media,
}

/// <summary>What a contact sent, in words that no channel owns. The engine knows nothing else of the outside world.</summary>
public sealed record IncomingMessage
{
    public required string ChatId { get; init; }

    public required ChatKind ChatKind { get; init; }

    /// <summary>Name of the group; null in private chats.</summary>
    public string? ChatTitle { get; init; }

    /// <summary>Topic of a forum chat; null in ordinary chats.</summary>
    public string? ThreadId { get; init; }

    public required Sender From { get; init; }

    public required IncomingKind Kind { get; init; }

    /// <summary>Text or caption as the contact wrote it, without NUL characters; empty when there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>Name of the media as the channel calls it (<c>photo</c>, <c>voice</c>, …) when <see cref="Kind"/> is Media.</summary>
    public string? MediaKind { get; init; }

    /// <summary>The media itself when <see cref="Kind"/> is Media and the channel says more of it than its name.</summary>
    public MessageMedia? Media { get; init; }

    /// <summary>Under which it is stored; null before it is.</summary>
    public Guid? StoredId { get; init; }

    /// <summary>What it carries is fetched: a recording is in <see cref="Text"/> now, a photo or a document can be looked at.</summary>
    public bool IsTakenIn { get; init; }

    /// <summary>Same for all parts of an album (Telegram: media_group_id); null outside of one.</summary>
    public string? AlbumId { get; init; }

    /// <summary>All parts of an album as they came, this first one among them; they are answered together. Empty for what is no album.</summary>
    public IReadOnlyList<IncomingMessage> AlbumParts { get; init; } = [];

    /// <summary>It was written elsewhere and passed on.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>The channel's id of the message this one answers; null when it answers none.</summary>
    public string? ReplyToExternalId { get; init; }

    /// <summary>The channel's id of the business account the message was written to, which the answer has to name; null elsewhere.</summary>
    public string? BusinessConnectionId { get; init; }

    /// <summary>Opaque data of the tapped button, at most 64 bytes. The contact can forge it.</summary>
    public string? ButtonData { get; init; }

    /// <summary>What the channel needs to stop the spinner on a tapped button (Telegram: callback_query.id).</summary>
    public string? TapId { get; init; }

    /// <summary>The channel's id of the message.</summary>
    public string? ExternalId { get; init; }

    public DateTimeOffset SentAt { get; init; }

    /// <summary>False for a group message that is not meant for the bot: no command for it, no reply to it, no mention.</summary>
    public bool IsForBot { get; init; } = true;

    /// <summary>
    /// True for a group's command that names no bot (<c>/rules</c>): whichever bot knows it answers, so one that does not know it stays silent.
    /// </summary>
    public bool IsForAnyBot { get; init; }

    /// <summary>The command's name without slash and bot name in lower case (<c>/Start@shop_bot x</c> → <c>start</c>), or null.</summary>
    public string? CommandName { get; init; }

    /// <summary>What follows the command's name, trimmed; empty when nothing follows.</summary>
    public string CommandArguments { get; init; } = "";
}

/// <summary>Who wrote. Names are as the channel gives them and may be empty.</summary>
/// <param name="ExternalId">The channel's id of the person.</param>
/// <param name="LanguageTag">IETF tag the person's client reports, or null.</param>
public sealed record Sender(
    string ExternalId,
    string FirstName,
    string? LastName = null,
    string? Username = null,
    string? LanguageTag = null
)
{
    public bool IsBot { get; init; }
}
