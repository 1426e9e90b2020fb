using System.Globalization;
using System.Text.Json.Serialization;
using BotStudio.Core.Conversations;

namespace BotStudio.Core.Channels.Telegram;

// The parts of the Bot API's objects that are used here, under the names the Bot API gives them (core.telegram.org/bots/api).

/// <summary>User, as getMe returns it.</summary>
public sealed record TelegramBot(long Id, string FirstName, string? Username)
{
    public bool CanJoinGroups { get; init; }

    /// <summary>True when privacy mode is off: the bot sees every message of its groups.</summary>
    public bool CanReadAllGroupMessages { get; init; }

    public ChannelIdentity AsIdentity() => new(Id.ToString(CultureInfo.InvariantCulture), Username, FirstName, CanReadAllGroupMessages);
}

/// <param name="Url">https URL, or empty to remove the webhook.</param>
/// <param name="SecretToken">1–256 of A-Z a-z 0-9 _ -; comes back in the header X-Telegram-Bot-Api-Secret-Token.</param>
/// <param name="AllowedUpdates">Said every time: when left out, whatever was set last stays in force.</param>
/// <param name="MaxConnections">1–100.</param>
public sealed record SetWebhook(string Url, string SecretToken, IReadOnlyList<string> AllowedUpdates, int MaxConnections)
{
    /// <summary>Keeps the secret out of logs.</summary>
    public override string ToString() => $"setWebhook {Url}";
}

public sealed record DeleteWebhook(bool DropPendingUpdates);

/// <param name="Url">Empty while no webhook is set.</param>
public sealed record WebhookInfo(string Url, int PendingUpdateCount)
{
    /// <summary>Unix seconds of the last failed delivery.</summary>
    public long? LastErrorDate { get; init; }

    public string? LastErrorMessage { get; init; }

    public IReadOnlyList<string>? AllowedUpdates { get; init; }
}

/// <param name="Offset">Everything below is confirmed and forgotten by Telegram; null for the first call.</param>
/// <param name="Limit">1–100.</param>
/// <param name="Timeout">Seconds to wait for an update; Telegram takes at most 50.</param>
public sealed record GetUpdates(long? Offset, int Limit, int Timeout, IReadOnlyList<string> AllowedUpdates);

/// <summary>One update as it came, to be stored before anything is done with it.</summary>
public sealed record RawUpdate(long UpdateId, byte[] Body);

/// <summary>sendMessage or, with <see cref="EditsMessageId"/>, editMessageText. Ids are text because they are stored so; they are integers.</summary>
/// <param name="Text">1–4096 characters after formatting; at most 32,768 bytes before.</param>
/// <param name="ParseMode"><c>HTML</c>, or null for plain text.</param>
/// <param name="ThreadId">Topic of a forum, or null.</param>
/// <param name="ReplyToMessageId">Message to answer, or null. When it is gone, the message is sent all the same.</param>
public readonly record struct SendMessage(
    string ChatId,
    string Text,
    string? ParseMode,
    string? ThreadId,
    string? ReplyToMessageId,
    IReadOnlyList<IReadOnlyList<InlineButton>> Buttons
)
{
    /// <summary>On whose behalf it is sent (business_connection_id); null for the bot's own chats.</summary>
    public string? BusinessId { get; init; }

    /// <summary>Only without <see cref="Buttons"/>: a message has one or the other.</summary>
    public ReplyKeyboard? Keyboard { get; init; }

    /// <summary>The message whose text and buttons this takes the place of.</summary>
    public string? EditsMessageId { get; init; }
}

/// <summary>sendPhoto, sendDocument and their like; sendLocation and sendVenue.</summary>
/// <param name="Method"><c>sendPhoto</c>.</param>
/// <param name="Field">Name of the parameter that takes the file (<c>photo</c>); null for a place.</param>
/// <param name="File">file_id or https address; null when <see cref="Upload"/> is sent, and for a place.</param>
/// <param name="Message">Chat, caption (at most 1024 characters after formatting), buttons.</param>
public readonly record struct SendMedia(string Method, string? Field, string? File, SendMessage Message)
{
    public MediaUpload? Upload { get; init; }

    /// <summary>Of a place.</summary>
    public MessageMedia? Place { get; init; }
}

/// <param name="Content">Read once.</param>
public sealed record MediaUpload(Stream Content, string Name, string ContentType);

/// <param name="FileId">Under which the bot can send it again; null when the answer names none.</param>
public readonly record struct SentMedia(long MessageId, string? FileId);

/// <summary>File, as getFile returns it.</summary>
/// <param name="FilePath">Where it can be downloaded for an hour; absent when it cannot.</param>
public sealed record TelegramFile(string FileId, string? FilePath, long? FileSize);

public sealed record GetFile(string FileId);

/// <summary>InlineKeyboardButton: exactly one of the two is set.</summary>
/// <param name="CallbackData">1–64 bytes.</param>
public readonly record struct InlineButton(string Text, string? CallbackData, string? Url);

public sealed record SendChatAction(long ChatId, string Action)
{
    public long? MessageThreadId { get; init; }

    public string? BusinessConnectionId { get; init; }
}

/// <summary>sendMessageDraft: a preview of a text that is being written, in a private chat, for 30 seconds.</summary>
/// <param name="DraftId">Not 0. The same again changes the text with an animation.</param>
/// <param name="Text">At most 4096 characters after formatting.</param>
/// <param name="CanStop">Shows a button that stops it, which comes as stopped_message_generation.</param>
/// <param name="KeepOnStop">What was shown stays for the moment that it takes to send it for good.</param>
public sealed record SendMessageDraft(long ChatId, int DraftId, string Text, bool CanStop, bool KeepOnStop)
{
    public string? ParseMode { get; init; }

    public long? MessageThreadId { get; init; }
}

public sealed record AnswerCallbackQuery(string CallbackQueryId);

/// <summary>setMyCommands. At most 100 commands; an empty language code is the list for every language without its own.</summary>
public sealed record SetMyCommands(IReadOnlyList<MenuCommand> Commands, string LanguageCode);

/// <param name="Command">1–32 of a-z 0-9 _.</param>
/// <param name="Description">1–256 characters.</param>
public sealed record MenuCommand(string Command, string Description);

public sealed record DeleteMyCommands(string LanguageCode);

/// <summary>getMyCommands.</summary>
public sealed record GetMyCommands(string LanguageCode);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(TelegramBot))]
[JsonSerializable(typeof(SetWebhook))]
[JsonSerializable(typeof(DeleteWebhook))]
[JsonSerializable(typeof(WebhookInfo))]
[JsonSerializable(typeof(GetUpdates))]
[JsonSerializable(typeof(SendChatAction))]
[JsonSerializable(typeof(SendMessageDraft))]
[JsonSerializable(typeof(AnswerCallbackQuery))]
[JsonSerializable(typeof(SetMyCommands))]
[JsonSerializable(typeof(DeleteMyCommands))]
[JsonSerializable(typeof(GetMyCommands))]
[JsonSerializable(typeof(IReadOnlyList<MenuCommand>), TypeInfoPropertyName = "Menu")]
[JsonSerializable(typeof(GetFile))]
[JsonSerializable(typeof(TelegramFile))]
internal sealed partial class TelegramJson : JsonSerializerContext;
