using System.Globalization;
using System.Text.Json.Serialization;

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

/// <summary>sendMessage. Ids are text because they are stored so; both are integers.</summary>
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
);

/// <summary>InlineKeyboardButton: exactly one of the two is set.</summary>
/// <param name="CallbackData">1–64 bytes.</param>
public readonly record struct InlineButton(string Text, string? CallbackData, string? Url);

public sealed record SendChatAction(long ChatId, string Action)
{
    public long? MessageThreadId { get; init; }
}

public sealed record AnswerCallbackQuery(string CallbackQueryId);

/// <summary>setMyCommands. At most 100 commands; an empty language code is the list for every language without its own.</summary>
public sealed record SetMyCommands(IReadOnlyList<MenuCommand> Commands, string LanguageCode);

/// <param name="Command">1–32 of a-z 0-9 _.</param>
/// <param name="Description">1–256 characters.</param>
public sealed record MenuCommand(string Command, string Description);

public sealed record DeleteMyCommands(string LanguageCode);

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
[JsonSerializable(typeof(AnswerCallbackQuery))]
[JsonSerializable(typeof(SetMyCommands))]
[JsonSerializable(typeof(DeleteMyCommands))]
internal sealed partial class TelegramJson : JsonSerializerContext;
