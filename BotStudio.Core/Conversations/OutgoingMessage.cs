namespace BotStudio.Core.Conversations;

/// <summary>What a bot says. A channel shows as much of it as it can and falls back to plain text for the rest.</summary>
public sealed record OutgoingMessage
{
    /// <summary>CommonMark text of any length; the channel formats and splits it.</summary>
    public required string Text { get; init; }

    /// <summary>Rows of buttons under the text.</summary>
    public IReadOnlyList<IReadOnlyList<OutgoingButton>> Buttons { get; init; } = [];

    /// <summary>The channel's id of the message this one answers, where the chat has several people; else null.</summary>
    public string? ReplyToExternalId { get; init; }
}

/// <summary>One button: it has either <see cref="Data"/> (comes back as a tap) or <see cref="Url"/> (opens a page).</summary>
public sealed record OutgoingButton(string Text)
{
    /// <summary>At most 64 bytes of UTF-8 (Telegram Bot API, InlineKeyboardButton.callback_data).</summary>
    public string? Data { get; init; }

    public string? Url { get; init; }
}
