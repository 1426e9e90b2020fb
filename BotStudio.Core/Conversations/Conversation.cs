using BotStudio.Core.Data;

namespace BotStudio.Core.Conversations;

/// <summary>All that was said in one chat (or one topic of a forum) between contacts and a bot.</summary>
public sealed class Conversation : IBelongsToAccount
{
    /// <summary>Characters of the last message kept for the list.</summary>
    public const int MaxPreviewLength = 120;

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    public string Channel { get; private set; } = "";

    public string ChatId { get; private set; } = "";

    /// <summary>Topic of a forum; empty elsewhere.</summary>
    public string ThreadId { get; private set; } = "";

    public ChatKind ChatKind { get; private set; }

    /// <summary>The person of a private chat; in groups the one who wrote first.</summary>
    public Guid ContactId { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset LastMessageAt { get; private set; }

    /// <summary>Beginning of the last message, for the list.</summary>
    public string LastMessagePreview { get; private set; } = "";

    /// <summary>What it is in the middle of, as JSON (<see cref="ConversationState"/>); null for nothing.</summary>
    public string? State { get; private set; }

    /// <summary>Who of the account answers instead of the bot; null while the bot does.</summary>
    public Guid? TakenOverBy { get; private set; }

    /// <summary>When the bot goes on by itself.</summary>
    public DateTimeOffset? TakenOverUntil { get; private set; }

    /// <summary>Since when the contact waits for a person; null when they do not.</summary>
    public DateTimeOffset? HumanWantedAt { get; private set; }

    /// <summary>Messages of contacts that nobody of the account has seen yet.</summary>
    public int UnreadCount { get; private set; }

    /// <summary>Since when the channel takes nothing for this chat (blocked, removed from the group); null while it does.</summary>
    public DateTimeOffset? UnreachableSince { get; private set; }

    public static string PreviewOf(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= MaxPreviewLength ? line : StoredText.Cut(line, MaxPreviewLength - 1) + "…";
    }
}
