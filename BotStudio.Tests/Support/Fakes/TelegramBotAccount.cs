using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>What Telegram knows of one bot: who it is, what it sent, how it wants its updates.</summary>
public sealed partial class TelegramBotAccount : IDisposable
{
    private static readonly string[] ChatActions =
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ];

    private readonly ConcurrentDictionary<long, Channel<SentMessage>> heard = new();
    private readonly ConcurrentQueue<SentMessage> sent = [];
    private readonly ConcurrentQueue<SentDraft> drafts = [];
    private readonly ConcurrentDictionary<long, Channel<SentDraft>> draftsHeard = new();
    private readonly ConcurrentDictionary<long, byte> blocked = new();
    private readonly ConcurrentDictionary<long, long> moved = new();
    private readonly ConcurrentDictionary<string, bool> taps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<(string Command, string Description)>> commands = new(
        StringComparer.Ordinal
    );
    private readonly TelegramUpdateQueue updates;
    private long lastMessageId = 1000;

    internal TelegramBotAccount(TelegramServer server, string token)
    {
        Token = token;
        Id = long.Parse(token.Split(':')[0], CultureInfo.InvariantCulture);
        Username = string.Create(CultureInfo.InvariantCulture, $"shop{Id}_bot");
        updates = new TelegramUpdateQueue(server);
    }

    public string Token { get; }

    public long Id { get; }

    public string Name { get; set; } = "Shop";

    public string Username { get; set; }

    public bool SeesAllGroupMessages { get; set; }

    /// <summary>Messages that were accepted, in order, over all chats.</summary>
    public IReadOnlyList<SentMessage> Sent => [.. sent];

    /// <summary>Drafts that were accepted, in order, over all chats.</summary>
    public IReadOnlyList<SentDraft> Drafts => [.. drafts];

    /// <summary>Menus by language code; the empty code is the one for every other language.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<(string Command, string Description)>> Commands => commands;

    /// <summary>How the bot gets its updates, and those it has not confirmed.</summary>
    public TelegramUpdateQueue Updates => updates;

    public void Dispose() => updates.Dispose();

    /// <summary>The next message to a chat that was not waited for yet.</summary>
    internal async Task<SentMessage> NextMessageAsync(long chatId, TimeSpan within)
    {
        try
        {
            return await HeardIn(chatId).Reader.ReadAsync().AsTask().WaitAsync(within);
        }
        catch (TimeoutException silence)
        {
            throw new TimeoutException(
                $"Nothing was sent to {chatId} within {within.TotalSeconds} s; to others: {string.Join(", ", sent.Select(message => message.ChatId))}.",
                silence
            );
        }
    }

    internal bool HasMessageFor(long chatId) => HeardIn(chatId).Reader.TryPeek(out _);

    internal void Block(long chatId) => blocked[chatId] = 1;

    internal void Unblock(long chatId) => blocked.TryRemove(chatId, out _);

    internal void Move(long fromChatId, long toChatId) => moved[fromChatId] = toChatId;

    internal string NewTap()
    {
        var id = Guid.CreateVersion7().ToString("N");
        taps[id] = false;
        return id;
    }

    internal bool IsAcknowledged(string tapId) => taps[tapId];

    internal long NextMessageId() => Interlocked.Increment(ref lastMessageId);

    internal async Task<BotApiAnswer> PerformAsync(string method, JsonObject body, TelegramUpload? upload, CancellationToken ct) =>
        method.ToUpperInvariant() switch
        {
            "GETME" => BotApiAnswer.Ok(AsUser(everything: true)),
            "SENDMESSAGE" => SendMessage(body),
            "EDITMESSAGETEXT" => EditMessage(body, isCaption: false),
            "EDITMESSAGECAPTION" => EditMessage(body, isCaption: true),
            "SENDPHOTO" => SendFile("photo", body, upload),
            "SENDDOCUMENT" => SendFile("document", body, upload),
            "SENDVOICE" => SendFile("voice", body, upload),
            "SENDAUDIO" => SendFile("audio", body, upload),
            "SENDVIDEO" => SendFile("video", body, upload),
            "SENDLOCATION" or "SENDVENUE" => SendPlace(body),
            "SENDCONTACT" => SendPerson(body),
            "GETFILE" => GetFile(body),
            "SENDCHATACTION" => SendChatAction(body),
            "SENDMESSAGEDRAFT" => SendDraft(body),
            "ANSWERCALLBACKQUERY" => AnswerCallbackQuery(body),
            "SETWEBHOOK" => updates.SetWebhook(body),
            "DELETEWEBHOOK" => updates.DeleteWebhook(body),
            "GETWEBHOOKINFO" => updates.WebhookInfo(),
            "GETUPDATES" => await updates.GetUpdatesAsync(body, ct),
            "SETMYCOMMANDS" => SetMyCommands(body),
            "DELETEMYCOMMANDS" => DeleteMyCommands(body),
            "GETMYCOMMANDS" => GetMyCommands(body),
            _ => BotApiAnswer.Error(404, "Not Found: method not found"),
        };

    internal JsonObject AsUser(bool everything = false)
    {
        var user = new JsonObject
        {
            ["id"] = Id,
            ["is_bot"] = true,
            ["first_name"] = Name,
            ["username"] = Username,
        };
        if (everything)
        {
            user["can_join_groups"] = true;
            user["can_read_all_group_messages"] = SeesAllGroupMessages;
            user["supports_inline_queries"] = false;
        }

        return user;
    }

    private BotApiAnswer SendMessage(JsonObject body)
    {
        var chatId = ChatOf(body);
        var (raw, mode, text, entities) = TextOf(body);
        var replyTo = body["reply_parameters"]?["message_id"]?.GetValue<long>();
        var goesWithoutReply = body["reply_parameters"]?["allow_sending_without_reply"]?.GetValue<bool>() ?? false;
        if (replyTo > lastMessageId && !goesWithoutReply)
        {
            throw new BotApiException("message to be replied not found");
        }

        return Accept(
            new SentMessage(
                chatId,
                NextMessageId(),
                text,
                raw,
                mode,
                entities,
                ButtonsOf(body["reply_markup"]?.AsObject()),
                body["message_thread_id"]?.GetValue<long>(),
                replyTo
            )
            {
                BusinessId = body["business_connection_id"]?.GetValue<string>(),
                Keyboard = KeyboardOf(chatId, body["reply_markup"]?.AsObject()),
            },
            []
        );
    }

    private static (string Raw, string? Mode, string Text, IReadOnlyList<TelegramHtml.Entity> Entities) TextOf(JsonObject body)
    {
        var raw = body["text"]?.GetValue<string>() ?? "";
        if (Encoding.UTF8.GetByteCount(raw) > 32768)
        {
            throw new BotApiException("text is too long");
        }

        var mode = body["parse_mode"]?.GetValue<string>();
        var (text, entities) = Parsed(raw, mode);
        if (text.Length == 0)
        {
            throw new BotApiException("message text is empty");
        }

        if (text.EnumerateRunes().Count() > 4096)
        {
            throw new BotApiException("message is too long");
        }

        return (raw, mode, text, entities);
    }

    /// <param name="content">What the message has beside its text, as Telegram answers it.</param>
    private BotApiAnswer Accept(SentMessage message, JsonObject content)
    {
        sent.Enqueue(message);
        HeardIn(message.ChatId).Writer.TryWrite(message);
        content["message_id"] = message.Id;
        content["from"] = AsUser();
        content["chat"] = new JsonObject { ["id"] = message.ChatId, ["type"] = message.ChatId > 0 ? "private" : "supergroup" };
        content["date"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        content[message.Media is null ? "text" : "caption"] = message.Text;
        return BotApiAnswer.Ok(content);
    }

    private long ChatOf(JsonObject body)
    {
        var chatId = body["chat_id"]?.GetValue<long>() ?? throw new BotApiException("chat_id is empty");
        if (moved.TryGetValue(chatId, out var newChatId))
        {
            throw new BotApiException(TelegramFault.MovedTo(newChatId).Answer!);
        }

        return blocked.ContainsKey(chatId) ? throw new BotApiException(TelegramFault.Blocked.Answer!) : chatId;
    }

    private static (string Text, IReadOnlyList<TelegramHtml.Entity> Entities) Parsed(string raw, string? mode)
    {
        switch (mode?.ToUpperInvariant())
        {
            case null:
                return (Trimmed(raw), []);
            case "HTML":
                try
                {
                    var html = TelegramHtml.Parse(raw);
                    return (Trimmed(html.Text), html.Entities);
                }
                catch (TelegramHtml.ParseException complaint)
                {
                    throw new BotApiException(complaint.Message);
                }

            default:
                throw new BotApiException("unsupported parse_mode");
        }

        // What tdlib's clean_input_string does with a text, as far as it can make one empty.
        static string Trimmed(string text) =>
            string.Concat(text.Where(character => character is not '\r' and not (>= '\u2028' and <= '\u202e'))).Trim().Trim('\u200b');
    }

    private static List<IReadOnlyList<SentButton>> ButtonsOf(JsonObject? markup)
    {
        var rows = new List<IReadOnlyList<SentButton>>();
        foreach (var row in markup?["inline_keyboard"]?.AsArray() ?? [])
        {
            rows.Add([.. row!.AsArray().Select(button => ButtonOf(button!.AsObject()))]);
        }

        return rows.Sum(row => row.Count) <= 100 ? rows : throw new BotApiException("reply markup is too long");
    }

    private static SentButton ButtonOf(JsonObject button)
    {
        var text = button["text"]?.GetValue<string>() ?? "";
        var data = button["callback_data"]?.GetValue<string>();
        var url = button["url"]?.GetValue<string>();
        if (text.Trim().Length == 0)
        {
            throw new BotApiException("can't parse inline keyboard button: Text buttons are not allowed in the inline keyboard");
        }

        if (button.Count != 2 || (data is null) == (url is null))
        {
            throw new BotApiException("can't parse inline keyboard button: exactly one action is needed");
        }

        if (data is not null && Encoding.UTF8.GetByteCount(data) is 0 or > 64)
        {
            throw new BotApiException("BUTTON_DATA_INVALID");
        }

        return
            url is null || (Uri.TryCreate(url, UriKind.Absolute, out var target) && target.Scheme is "http" or "https" or "tg" or "mailto")
            ? new SentButton(text, data, url)
            : throw new BotApiException("BUTTON_URL_INVALID");
    }

    private BotApiAnswer SendChatAction(JsonObject body)
    {
        ChatOf(body);
        return ChatActions.Contains(body["action"]?.GetValue<string>())
            ? BotApiAnswer.Ok(true)
            : throw new BotApiException("wrong parameter action in request");
    }

    private BotApiAnswer SendDraft(JsonObject body)
    {
        var chatId = ChatOf(body);
        if (chatId < 0)
        {
            throw new BotApiException("chat must be a private chat");
        }

        var (raw, _, text, _) = TextOf(body);
        var draftId = body["draft_id"]?.GetValue<int>() ?? 0;
        if (draftId == 0)
        {
            throw new BotApiException("DRAFT_ID_INVALID");
        }

        var draft = new SentDraft(chatId, draftId, text, raw, body["can_stop"]?.GetValue<bool>() ?? false, HeardIn(chatId).Reader.Count);
        drafts.Enqueue(draft);
        draftsHeard.GetOrAdd(chatId, _ => Channel.CreateUnbounded<SentDraft>()).Writer.TryWrite(draft);
        return BotApiAnswer.Ok(true);
    }

    /// <summary>The next draft in a chat that was not waited for yet.</summary>
    internal async Task<SentDraft> NextDraftAsync(long chatId, TimeSpan within) =>
        await draftsHeard.GetOrAdd(chatId, _ => Channel.CreateUnbounded<SentDraft>()).Reader.ReadAsync().AsTask().WaitAsync(within);

    private BotApiAnswer AnswerCallbackQuery(JsonObject body)
    {
        var id = body["callback_query_id"]?.GetValue<string>() ?? "";
        return taps.TryUpdate(id, true, false)
            ? BotApiAnswer.Ok(true)
            : throw new BotApiException("query is too old and response timeout expired or query ID is invalid");
    }

    private BotApiAnswer SetMyCommands(JsonObject body)
    {
        var menu = body["commands"]!
            .AsArray()
            .Select(item => (Command: item!["command"]!.GetValue<string>(), Description: item["description"]!.GetValue<string>()))
            .ToList();
        if (menu.Count > 100)
        {
            throw new BotApiException("BOT_COMMANDS_TOO_MUCH");
        }

        if (menu.Exists(item => !CommandShape().IsMatch(item.Command)))
        {
            throw new BotApiException("BOT_COMMAND_INVALID");
        }

        if (menu.Exists(item => item.Description.Length is < 1 or > 256))
        {
            throw new BotApiException("BOT_COMMAND_DESCRIPTION_INVALID");
        }

        commands[LanguageOf(body)] = menu;
        return BotApiAnswer.Ok(true);
    }

    private BotApiAnswer DeleteMyCommands(JsonObject body)
    {
        commands.TryRemove(LanguageOf(body), out _);
        return BotApiAnswer.Ok(true);
    }

    private BotApiAnswer GetMyCommands(JsonObject body) =>
        BotApiAnswer.Ok(
            new JsonArray([
                .. commands
                    .GetValueOrDefault(LanguageOf(body), [])
                    .Select(item => (JsonNode)new JsonObject { ["command"] = item.Command, ["description"] = item.Description }),
            ])
        );

    private static string LanguageOf(JsonObject body)
    {
        var code = body["language_code"]?.GetValue<string>() ?? "";
        return code.Length is 0 or 2 ? code : throw new BotApiException("LANG_CODE_INVALID");
    }

    private Channel<SentMessage> HeardIn(long chatId) => heard.GetOrAdd(chatId, _ => Channel.CreateUnbounded<SentMessage>());

    [GeneratedRegex("^[a-z0-9_]{1,32}$", RegexOptions.None, 1000)]
    private static partial Regex CommandShape();
}

/// <param name="Text">What the reader sees.</param>
/// <param name="Raw">The text parameter as it was sent.</param>
public sealed record SentMessage(
    long ChatId,
    long Id,
    string Text,
    string Raw,
    string? ParseMode,
    IReadOnlyList<TelegramHtml.Entity> Entities,
    IReadOnlyList<IReadOnlyList<SentButton>> Buttons,
    long? ThreadId,
    long? ReplyTo
)
{
    public SentFile? Media { get; init; }

    /// <summary>Degrees; null for what is no place.</summary>
    public (double Latitude, double Longitude)? Place { get; init; }

    /// <summary>A card that one can call from; null for what is none.</summary>
    public (string Name, string Phone)? Person { get; init; }

    /// <summary>Texts of the keys; [] takes the keyboard away, null leaves it.</summary>
    public IReadOnlyList<string>? Keyboard { get; init; }

    public string? BusinessId { get; init; }

    /// <summary>It took the place of the message with its id.</summary>
    public bool IsEdit { get; init; }

    public DateTimeOffset At { get; } = TimeProvider.System.GetUtcNow();
}

/// <summary>A preview that the reader sees grow.</summary>
/// <param name="MessagesBefore">Messages in the chat that were not listened to yet when it came: a draft that comes after its message shows.</param>
public sealed record SentDraft(long ChatId, int Id, string Text, string Raw, bool CanStop, int MessagesBefore);

public sealed record SentButton(string Text, string? Data, string? Url);
