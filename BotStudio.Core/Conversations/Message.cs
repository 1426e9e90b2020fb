using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;

namespace BotStudio.Core.Conversations;

public enum MessageDirection : short
{
    In = 0,
    Out = 1,

    /// <summary>Said by nobody and seen only by the account, see <see cref="ConversationNotes"/>.</summary>
    Note = 2,
}

public enum MessageStatus : short
{
    Received = 0,

    /// <summary>Said, on its way to the channel.</summary>
    Queued = 1,
    Sent = 2,

    /// <summary>The contact cannot be reached.</summary>
    Blocked = 3,

    /// <summary>Given up on; <see cref="Message.Error"/> says why.</summary>
    Failed = 4,

    /// <summary>The bot's answer, not sent because a person took over while it was made.</summary>
    Withheld = 5,
}

/// <summary>
/// One thing said in a conversation. Rows are written by the group commit of a turn and have no foreign keys: their checks would lock the
/// conversation's row on every message. DeleteBot removes them by conversation.
/// </summary>
public sealed class Message : IBelongsToAccount
{
    public Guid ConversationId { get; private set; }

    /// <summary>UUID v7 from <see cref="MessageIds"/>: the order of ids is the order of the conversation.</summary>
    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    /// <summary>Who wrote it; null for the bot's own.</summary>
    public Guid? ContactId { get; private set; }

    public MessageDirection Direction { get; private set; }

    public MessageStatus Status { get; private set; }

    /// <summary><c>text</c>, <c>button</c>, or what the channel calls the media.</summary>
    public string Kind { get; private set; } = "text";

    public string Text { get; private set; } = "";

    /// <summary>Rows of buttons under it as JSON (<see cref="OutgoingButton"/>); null when there are none.</summary>
    public string? Buttons { get; private set; }

    /// <summary>What it carries besides the text, as JSON (<see cref="MessageMedia"/>); null for nothing.</summary>
    public string? Media { get; private set; }

    /// <summary>How it is sent, as JSON (<see cref="MessageSending"/>); null for nothing to say of it.</summary>
    public string? Sending { get; private set; }

    /// <summary>Who of the account wrote it; null for the bot and for contacts.</summary>
    public Guid? SentBy { get; private set; }

    /// <summary>Why it was said, as JSON (<see cref="ReplyReason"/>); null for what contacts wrote.</summary>
    public string? Reason { get; private set; }

    public string? Model { get; private set; }

    public int? TokensIn { get; private set; }

    public int? TokensOut { get; private set; }

    /// <summary>The part of <see cref="TokensIn"/> that the provider had in its cache.</summary>
    public int? TokensCached { get; private set; }

    /// <summary>US dollars, not rounded; null when no model was asked or nobody knows its price.</summary>
    public decimal? Cost { get; private set; }

    /// <summary>The model's own time in milliseconds.</summary>
    public int? LatencyMs { get; private set; }

    /// <summary>The channel's id of it.</summary>
    public string? ExternalId { get; private set; }

    public string? Error { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
}
