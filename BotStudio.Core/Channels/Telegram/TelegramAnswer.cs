using System.Net;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>What the Bot API answered: a value, or the named reason why there is none.</summary>
public readonly record struct TelegramAnswer<T>(T? Value, TelegramFailure? Failure)
{
    public static implicit operator TelegramAnswer<T>(T value) => new(value, null);

    public static implicit operator TelegramAnswer<T>(TelegramFailure failure) => new(default, failure);
}

/// <summary>Why a call brought nothing. Reasons are Telegram's own words or ours; they never hold a token.</summary>
public abstract record TelegramFailure
{
    private TelegramFailure() { }

    /// <summary>429: nothing may be sent before the pause is over.</summary>
    public sealed record RateLimited(TimeSpan After) : TelegramFailure;

    /// <summary>The contact blocked the bot or is gone, the bot was removed from the chat, or may not write there.</summary>
    public sealed record Blocked(string Reason) : TelegramFailure;

    /// <summary>The group lives on as a supergroup with another id.</summary>
    public sealed record Moved(long NewChatId) : TelegramFailure;

    /// <summary>The text's formatting was not understood; as plain text it will be.</summary>
    public sealed record CannotParse(string Reason) : TelegramFailure;

    /// <summary>One of the buttons, or all of them together, are not acceptable; without them the text will be.</summary>
    public sealed record BadButtons(string Reason) : TelegramFailure;

    /// <summary>The message already looks like that.</summary>
    public sealed record NotModified : TelegramFailure;

    /// <summary>The token is revoked, or was never one.</summary>
    public sealed record Unauthorized(string Reason) : TelegramFailure;

    /// <summary>409: somebody else receives this bot's updates.</summary>
    /// <param name="HasWebhook">True when a webhook is set; false when another program polls.</param>
    public sealed record Conflict(bool HasWebhook, string Reason) : TelegramFailure;

    /// <summary>No answer, an unreadable answer, or a server's error. Whether the call took effect is not known.</summary>
    public sealed record Unreachable(string Reason) : TelegramFailure;

    /// <summary>Anything else that asking again will not change.</summary>
    public sealed record Refused(int Code, string Reason) : TelegramFailure;

    /// <summary>Names a refusal by its code and text (texts: tdlib/telegram-bot-api, Client.cpp, Bot API 10.0).</summary>
    /// <param name="code">error_code of the answer.</param>
    /// <param name="description">description of the answer.</param>
    /// <param name="retryAfter">parameters.retry_after or the Retry-After header, when there was one.</param>
    /// <param name="migrateToChatId">parameters.migrate_to_chat_id, when there was one.</param>
    public static TelegramFailure From(int code, string description, TimeSpan? retryAfter, long? migrateToChatId)
    {
        bool Says(string words) => description.Contains(words, StringComparison.OrdinalIgnoreCase);

        if (migrateToChatId is { } newChatId)
        {
            return new Moved(newChatId);
        }

        return code switch
        {
            (int)HttpStatusCode.TooManyRequests => new RateLimited(retryAfter ?? TimeSpan.FromSeconds(1)),
            (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.MisdirectedRequest => new Unauthorized(description),
            // api.telegram.org answers a malformed token like an unknown path; "Not Found: method not found" is another matter.
            (int)HttpStatusCode.NotFound when !Says("method") => new Unauthorized(description),
            (int)HttpStatusCode.Forbidden => new Blocked(description),
            (int)HttpStatusCode.Conflict => new Conflict(Says("webhook"), description),
            >= 500 => new Unreachable(description),
            (int)HttpStatusCode.BadRequest when Says("can't parse entities") || Says("ENTITY_") => new CannotParse(description),
            (int)HttpStatusCode.BadRequest when Says("message is not modified") => new NotModified(),
            (int)HttpStatusCode.BadRequest when NamesAButton(description) => new BadButtons(description),
            (int)HttpStatusCode.BadRequest when MeansNobodyListens(description) => new Blocked(description),
            _ => new Refused(code, description),
        };
    }

    private static bool NamesAButton(string description) =>
        description.Contains("BUTTON", StringComparison.OrdinalIgnoreCase)
        || description.Contains("reply markup", StringComparison.OrdinalIgnoreCase)
        || description.Contains("REPLY_MARKUP", StringComparison.OrdinalIgnoreCase)
        || description.Contains("inline keyboard", StringComparison.OrdinalIgnoreCase);

    private static bool MeansNobodyListens(string description) =>
        description.Contains("chat not found", StringComparison.OrdinalIgnoreCase)
        || description.Contains("user not found", StringComparison.OrdinalIgnoreCase)
        || description.Contains("rights to send", StringComparison.OrdinalIgnoreCase)
        || description.Contains("CHAT_WRITE_FORBIDDEN", StringComparison.OrdinalIgnoreCase)
        || description.Contains("CHAT_RESTRICTED", StringComparison.OrdinalIgnoreCase)
        || description.Contains("PEER_ID_INVALID", StringComparison.OrdinalIgnoreCase)
        || description.Contains("USER_IS_BLOCKED", StringComparison.OrdinalIgnoreCase)
        || description.Contains("DEACTIVATED", StringComparison.OrdinalIgnoreCase)
        || description.Contains("TOPIC_CLOSED", StringComparison.OrdinalIgnoreCase);
}
