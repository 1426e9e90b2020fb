using System.Globalization;
using System.Text;
using BotStudio.Core.Conversations;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>Talks to contacts through the Bot API.</summary>
public sealed class TelegramChannel(TelegramApi api, SendTelegramMedia media, SendBudget budget, ILogger<TelegramChannel> log) : IChannel
{
    public const string ChannelName = "telegram";

    private const string Html = "HTML";
    private const string BusinessPrefix = "business/";

    // The first is in the Bot API's text, the others are what clients and servers were seen to take.
    private const int LongestButtonData = 64;
    private const int MostButtonsInRow = 8;
    private const int MostButtons = 100;

    /// <summary>Drafts that could not be shown are tried again, in a form that is longer by then.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    public string Name => ChannelName;

    public ReadUpdate Read(ReadOnlySpan<byte> body, LiveConnection connection) =>
        TelegramUpdate.Read(body, connection.ExternalId, connection.Username);

    /// <summary>Stands in the place of a topic in chats of a business account, which have no topics.</summary>
    public static string BusinessThread(string connectionId) => BusinessPrefix + connectionId;

    public IReadOnlyList<OutgoingMessage> Split(OutgoingMessage message)
    {
        if (message.Form == TextForm.Ready)
        {
            return [message];
        }

        if (message.Media is { } media && TelegramMediaKind.Of(media) is not null)
        {
            return SplitMedia(message, media);
        }

        var parts = TelegramParts.Of(
            message.Text.Length > 0 || message.Media is null ? message.Text : message.Media.Words,
            isPlain: message.Form == TextForm.Plain
        );
        if (parts.Count == 1)
        {
            return [message with { Text = parts[0].Text, Form = parts[0].Form, Media = null }];
        }

        // Several messages cannot take the place of one.
        return
        [
            .. parts.Select(
                (part, index) =>
                    message with
                    {
                        Text = part.Text,
                        Form = part.Form,
                        Media = null,
                        EditsExternalId = null,
                        Buttons = index == parts.Count - 1 ? message.Buttons : [],
                        Keyboard = index == parts.Count - 1 ? message.Keyboard : null,
                        ReplyToExternalId = index == 0 ? message.ReplyToExternalId : null,
                    }
            ),
        ];
    }

    /// <summary>The text goes under the media when it fits there, else it follows.</summary>
    private IReadOnlyList<OutgoingMessage> SplitMedia(OutgoingMessage message, MessageMedia media)
    {
        var isBare = string.IsNullOrWhiteSpace(message.Text);
        var isPlain = message.Form == TextForm.Plain;
        var caption =
            isBare || !TelegramMediaKind.Of(media)!.TakesCaption
                ? []
                : TelegramParts.Of(message.Text, TelegramParts.LongestCaption, isPlain);
        var alone = message with { Form = TextForm.Ready };
        if (isBare)
        {
            return [alone with { Text = "" }];
        }

        if (caption.Count == 1)
        {
            return [alone with { Text = caption[0].Text, Form = caption[0].Form }];
        }

        return
        [
            alone with
            {
                Text = "",
                Buttons = [],
                Keyboard = null,
                EditsExternalId = null,
            },
            .. Split(message with { Media = null, EditsExternalId = null, ReplyToExternalId = null }),
        ];
    }

    /// <remarks>
    /// A reply always arrives: what Telegram cannot parse goes again as plain text, buttons and media that it does not take are left out, and what
    /// cannot be changed any more is sent anew. Several calls then; those before were refused, so nothing is sent twice.
    /// </remarks>
    public async Task<Delivery> SendAsync(LiveConnection connection, ChatAddress chat, OutgoingMessage piece, CancellationToken ct)
    {
        if (budget.Ask(connection.BotId, chat) is { } pause)
        {
            return pause;
        }

        var businessId = BusinessIdOf(chat);
        var message = new SendMessage(
            chat.ChatId,
            piece.Text,
            piece.Form == TextForm.Ready ? Html : null,
            businessId is null ? chat.ThreadId : null,
            piece.ReplyToExternalId,
            ButtonsOf(piece)
        )
        {
            BusinessId = businessId,
            Keyboard = KeyboardOf(piece, chat),
            EditsMessageId = piece.EditsExternalId,
        };
        return piece.Media is { } carried
            ? await SendMediaAsync(connection, chat, message, carried, ct)
            : await SendTextAsync(connection, chat, message, leftOut: null, ct);
    }

    public async Task<FileDownload> OpenFileAsync(LiveConnection connection, string externalId, CancellationToken ct)
    {
        var file = await api.GetFileAsync(connection.Secret, new GetFile(externalId), ct);
        if (file.Failure is { } failure)
        {
            return MeaningOf(failure);
        }

        if (file.Value!.FilePath is not { } path)
        {
            return new FileDownload.Gone();
        }

        var content = await api.DownloadAsync(connection.Secret, path, ct);
        return content.Failure is { } trouble ? MeaningOf(trouble) : new FileDownload.Ready(content.Value!);
    }

    public async Task ShowTypingAsync(LiveConnection connection, ChatAddress chat, CancellationToken ct)
    {
        if (long.TryParse(chat.ChatId, CultureInfo.InvariantCulture, out var chatId) && !budget.IsPaused(connection.BotId, chat))
        {
            long? threadId = long.TryParse(chat.ThreadId, CultureInfo.InvariantCulture, out var thread) ? thread : null;
            var typing = new SendChatAction(chatId, "typing") { MessageThreadId = threadId, BusinessConnectionId = BusinessIdOf(chat) };
            await api.SendChatActionAsync(connection.Secret, typing, ct);
        }
    }

    /// <summary>Private chats of the bot itself (Bot API, sendMessageDraft).</summary>
    public bool ShowsDrafts(ChatAddress chat) => chat.Kind == ChatKind.Private && BusinessIdOf(chat) is null;

    /// <remarks>What is longer than a message stays at its first part: whoever reads it is not there yet, and a draft cannot be two.</remarks>
    public async Task<DraftShown> ShowDraftAsync(LiveConnection connection, ChatAddress chat, Draft draft, CancellationToken ct)
    {
        if (!ShowsDrafts(chat) || !long.TryParse(chat.ChatId, CultureInfo.InvariantCulture, out var chatId))
        {
            return DraftShown.Never;
        }

        if (budget.IsLimited(connection.BotId, chat))
        {
            return DraftShown.NotBefore(LookAgainAfter);
        }

        if (budget.Drafts.Ask(connection.BotId) is { } pause)
        {
            return DraftShown.NotBefore(pause);
        }

        var part = TelegramParts.Of(draft.Text)[0];
        var answer = await api.SendMessageDraftAsync(
            connection.Secret,
            new SendMessageDraft(chatId, draft.Id, part.Text, CanStop: true, KeepOnStop: true)
            {
                ParseMode = part.Form == TextForm.Ready ? Html : null,
                MessageThreadId = long.TryParse(chat.ThreadId, CultureInfo.InvariantCulture, out var thread) ? thread : null,
            },
            ct
        );
        switch (answer.Failure)
        {
            case null:
                return DraftShown.Shown;

            case TelegramFailure.RateLimited limited:
                // Drafts alone: whether messages have to wait, too, Telegram says when one is sent.
                budget.Drafts.Refused(connection.BotId, limited.After);
                return DraftShown.NotBefore(limited.After);

            case TelegramFailure.Unreachable
            or TelegramFailure.CannotParse:
                return DraftShown.NotBefore(LookAgainAfter);

            // Blocked, an older server, a token that is not valid any more: the message itself says so.
            default:
                return DraftShown.Never;
        }
    }

    public Task AcknowledgeTapAsync(LiveConnection connection, string tapId, CancellationToken ct) =>
        api.AnswerCallbackQueryAsync(connection.Secret, new AnswerCallbackQuery(tapId), ct);

    private static string? BusinessIdOf(ChatAddress chat) =>
        chat.ThreadId is { } thread && thread.StartsWith(BusinessPrefix, StringComparison.Ordinal) ? thread[BusinessPrefix.Length..] : null;

    private async Task<Delivery> SendTextAsync(
        LiveConnection connection,
        ChatAddress chat,
        SendMessage message,
        string? leftOut,
        CancellationToken ct
    )
    {
        var answer = await TrySendAsync(connection, message, ct);
        if (answer.Failure is TelegramFailure.CannotParse && message.ParseMode is not null)
        {
            log.LogWarning("Telegram could not parse the formatting of a message of bot {BotId}; it goes as plain text", connection.BotId);
            leftOut ??= "formatting";
            message = AsPlain(message, TelegramParts.LongestText);
            answer = await TrySendAsync(connection, message, ct);
        }

        if (answer.Failure is TelegramFailure.BadButtons && HasMarkup(message))
        {
            log.LogWarning("Telegram does not take the buttons of a message of bot {BotId}; it goes without them", connection.BotId);
            leftOut = "buttons";
            message = message with { Buttons = [], Keyboard = null };
            answer = await TrySendAsync(connection, message, ct);
        }

        return MeaningOf(answer, connection, chat, leftOut);
    }

    /// <summary>Changes the earlier message; when that is gone, too old or of another kind, sends a new one.</summary>
    private async Task<TelegramAnswer<long>> TrySendAsync(LiveConnection connection, SendMessage message, CancellationToken ct)
    {
        if (message.EditsMessageId is { } edited)
        {
            var answer = await api.EditMessageTextAsync(connection.Secret, message with { Keyboard = null }, ct);
            switch (answer.Failure)
            {
                case TelegramFailure.NotModified:
                    return long.TryParse(edited, CultureInfo.InvariantCulture, out var id) ? id : 0L;
                case not TelegramFailure.Refused:
                    return answer;
            }
        }

        return await api.SendMessageAsync(connection.Secret, message with { EditsMessageId = null }, ct);
    }

    private async Task<Delivery> SendMediaAsync(
        LiveConnection connection,
        ChatAddress chat,
        SendMessage message,
        MessageMedia carried,
        CancellationToken ct
    )
    {
        if (message.EditsMessageId is { } edited)
        {
            var changed = await EditCaptionAsync(connection, message, ct);
            if (changed.Failure is TelegramFailure.NotModified)
            {
                return new Delivery.Sent(edited);
            }

            if (changed.Failure is not (TelegramFailure.Refused or TelegramFailure.BadButtons))
            {
                return MeaningOf(changed.Failure is { } trouble ? trouble : changed.Value.MessageId, connection, chat, null);
            }

            message = message with { EditsMessageId = null };
        }

        var answer = await media.SendAsync(connection, message, carried, ct);
        string? leftOut = null;
        if (answer.Failure is TelegramFailure.CannotParse && message.ParseMode is not null)
        {
            leftOut = "formatting";
            message = AsPlain(message, TelegramParts.LongestCaption);
            answer = await media.SendAsync(connection, message, carried, ct);
        }

        if (answer.Failure is TelegramFailure.BadButtons && HasMarkup(message))
        {
            leftOut = "buttons";
            message = message with { Buttons = [], Keyboard = null };
            answer = await media.SendAsync(connection, message, carried, ct);
        }

        if (message.Text.Length > 0 && MeansMediaAlone(answer.Failure))
        {
            log.LogWarning(
                "Telegram does not take the {Kind} of a message of bot {BotId}; its text goes alone",
                carried.Kind,
                connection.BotId
            );
            return await SendTextAsync(connection, chat, message, "media", ct);
        }

        return MeaningOf(answer.Failure is { } failure ? failure : answer.Value.MessageId, connection, chat, leftOut);
    }

    /// <summary>The media of a message stays what it is; its text and buttons change.</summary>
    private async Task<TelegramAnswer<SentMedia>> EditCaptionAsync(LiveConnection connection, SendMessage message, CancellationToken ct)
    {
        var caption = new SendMedia("editMessageCaption", null, null, message with { Keyboard = null });
        var answer = await api.SendMediaAsync(connection.Secret, caption, ct);
        return answer.Failure is TelegramFailure.CannotParse && message.ParseMode is not null
            ? await api.SendMediaAsync(
                connection.Secret,
                caption with
                {
                    Message = AsPlain(caption.Message, TelegramParts.LongestCaption),
                },
                ct
            )
            : answer;
    }

    /// <summary>Everything that a text without the media might not meet. In groups, members may be let write and not send pictures.</summary>
    private static bool MeansMediaAlone(TelegramFailure? failure) =>
        failure is TelegramFailure.Refused
        || (failure is TelegramFailure.Blocked blocked && blocked.Reason.Contains("rights to send", StringComparison.OrdinalIgnoreCase));

    private static SendMessage AsPlain(SendMessage message, int longest) =>
        message with
        {
            Text = FormattedText.PlainOf(message.Text, longest),
            ParseMode = null,
        };

    private static bool HasMarkup(in SendMessage message) => message.Buttons.Count > 0 || message.Keyboard is not null;

    private static FileDownload MeaningOf(TelegramFailure failure) =>
        failure switch
        {
            TelegramFailure.RateLimited limited => new FileDownload.RateLimited(limited.After),
            TelegramFailure.Unreachable unreachable => new FileDownload.Unreachable(unreachable.Reason),
            // A new token may be on its way.
            TelegramFailure.Unauthorized => new FileDownload.Unreachable("The token is not valid any more."),
            TelegramFailure.Refused refused when refused.Reason.Contains("too big", StringComparison.OrdinalIgnoreCase) =>
                new FileDownload.TooLarge(),
            _ => new FileDownload.Gone(),
        };

    private Delivery MeaningOf(TelegramAnswer<long> answer, LiveConnection connection, ChatAddress chat, string? leftOut) =>
        answer.Failure switch
        {
            null => new Delivery.Sent(answer.Value.ToString(CultureInfo.InvariantCulture)) { LeftOut = leftOut },
            TelegramFailure.RateLimited limited => budget.Refused(connection.BotId, chat, limited.After),
            TelegramFailure.Blocked blocked => new Delivery.Blocked(blocked.Reason),
            TelegramFailure.Moved moved => new Delivery.Moved(moved.NewChatId.ToString(CultureInfo.InvariantCulture)),
            TelegramFailure.Unauthorized => new Delivery.Unauthorized(),
            TelegramFailure.Unreachable unreachable => new Delivery.Unreachable(unreachable.Reason),
            TelegramFailure.CannotParse refused => new Delivery.Refused(refused.Reason),
            TelegramFailure.BadButtons refused => new Delivery.Refused(refused.Reason),
            TelegramFailure.Conflict refused => new Delivery.Refused(refused.Reason),
            TelegramFailure.Refused refused => new Delivery.Refused(refused.Reason),
            _ => new Delivery.Refused("Nothing to send."),
        };

    /// <summary>Keys that ask for a contact or a place exist in private chats only; elsewhere they would cost the message.</summary>
    private static ReplyKeyboard? KeyboardOf(OutgoingMessage piece, ChatAddress chat)
    {
        if (piece.Keyboard is not { Rows.Count: > 0 } keyboard)
        {
            return piece.Keyboard;
        }

        var rows = keyboard.Rows.Select(row =>
            (IReadOnlyList<ReplyKey>)
                [.. row.Select(key => chat.Kind == ChatKind.Private ? key : key with { Request = KeyRequest.Text }).Where(HasText)]
        );
        return new ReplyKeyboard([.. rows.Where(row => row.Count > 0)]);

        static bool HasText(ReplyKey key) => TelegramParts.Clean(key.Text).Trim().Length > 0;
    }

    /// <summary>The buttons that Telegram can take, so that one bad button does not cost the reader the others.</summary>
    private static List<InlineButton[]> ButtonsOf(OutgoingMessage piece)
    {
        if (piece.Buttons.Count == 0)
        {
            return [];
        }

        var rows = new List<InlineButton[]>();
        var left = MostButtons;
        foreach (var row in piece.Buttons.SelectMany(row => row.Select(AsInlineButton).OfType<InlineButton>().Chunk(MostButtonsInRow)))
        {
            rows.Add(row[..Math.Min(row.Length, left)]);
            left -= rows[^1].Length;
            if (left == 0)
            {
                break;
            }
        }

        return rows;
    }

    private static InlineButton? AsInlineButton(OutgoingButton button)
    {
        var text = TelegramParts.Clean(button.Text).Trim();
        if (text.Length == 0)
        {
            text = "…";
        }

        return button switch
        {
            { Url: not null } => TelegramMarkdown.LinkTo(button.Url) is { } url ? new InlineButton(text, null, url) : null,
            { Data.Length: > 0 } when Encoding.UTF8.GetByteCount(button.Data) <= LongestButtonData => new InlineButton(
                text,
                button.Data,
                null
            ),
            _ => null,
        };
    }
}
