namespace BotStudio.Core.Conversations;

/// <summary>How the text of a message is to be read.</summary>
public enum TextForm
{
    /// <summary>CommonMark: everything that a bot, an owner or a model says.</summary>
    Markdown,

    /// <summary>Characters that mean themselves.</summary>
    Plain,

    /// <summary>
    /// A channel's own markup, made by its <see cref="Channels.IChannel.Split"/>: HTML in which every text is escaped and every link leads to a
    /// page or an app, so that a preview may show it as it is.
    /// </summary>
    Ready,
}

/// <summary>What a bot says. A channel shows as much of it as it can and falls back to plain text for the rest.</summary>
public sealed record OutgoingMessage
{
    /// <summary>Text of any length; the channel formats and splits it.</summary>
    public required string Text { get; init; }

    public TextForm Form { get; init; }

    /// <summary>Rows of buttons under the text.</summary>
    public IReadOnlyList<IReadOnlyList<OutgoingButton>> Buttons { get; init; } = [];

    /// <summary>A picture, a file, a place that goes with the text.</summary>
    public MessageMedia? Media { get; init; }

    /// <summary>The channel's id of an earlier message of the bot that this one takes the place of; when that cannot be changed any more it is sent as a new one.</summary>
    public string? EditsExternalId { get; init; }

    /// <summary>Takes the place of the contact's keyboard; null leaves it. Not together with <see cref="Buttons"/>.</summary>
    public ReplyKeyboard? Keyboard { get; init; }

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
