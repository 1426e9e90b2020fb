using System.Globalization;
using System.Text;
using BotStudio.Core.Conversations;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>Talks to contacts through the Bot API.</summary>
public sealed class TelegramChannel(TelegramApi api, SendBudget budget, ILogger<TelegramChannel> log) : IChannel
{
    public const string ChannelName = "telegram";

    private const string Html = "HTML";

    // The first is in the Bot API's text, the others are what clients and servers were seen to take.
    private const int LongestButtonData = 64;
    private const int MostButtonsInRow = 8;
    private const int MostButtons = 100;

    public string Name => ChannelName;

    public ReadUpdate Read(ReadOnlySpan<byte> body, LiveConnection connection) =>
        TelegramUpdate.Read(body, connection.ExternalId, connection.Username);

    public IReadOnlyList<OutgoingMessage> Split(OutgoingMessage message)
    {
        if (message.Form == TextForm.Ready)
        {
            return [message];
        }

        var parts = TelegramParts.Of(message.Text);
        if (parts.Count == 1)
        {
            return [message with { Text = parts[0].Text, Form = parts[0].Form }];
        }

        return
        [
            .. parts.Select(
                (part, index) =>
                    message with
                    {
                        Text = part.Text,
                        Form = part.Form,
                        Buttons = index == parts.Count - 1 ? message.Buttons : [],
                        ReplyToExternalId = index == 0 ? message.ReplyToExternalId : null,
                    }
            ),
        ];
    }

    /// <remarks>
    /// A reply always arrives: what Telegram cannot parse goes again as plain text, and buttons that it does not take are left out. Two
    /// calls then; the first was refused, so nothing is sent twice.
    /// </remarks>
    public async Task<Delivery> SendAsync(LiveConnection connection, ChatAddress chat, OutgoingMessage piece, CancellationToken ct)
    {
        if (budget.Ask(connection.BotId, chat) is { } pause)
        {
            return pause;
        }

        var message = new SendMessage(
            chat.ChatId,
            piece.Text,
            piece.Form == TextForm.Ready ? Html : null,
            chat.ThreadId,
            piece.ReplyToExternalId,
            ButtonsOf(piece)
        );
        string? leftOut = null;
        var answer = await api.SendMessageAsync(connection.Secret, message, ct);
        if (answer.Failure is TelegramFailure.CannotParse && message.ParseMode is not null)
        {
            log.LogWarning("Telegram could not parse the formatting of a message of bot {BotId}; it goes as plain text", connection.BotId);
            leftOut = "formatting";
            message = message with { Text = FormattedText.PlainOf(message.Text, TelegramParts.LongestText), ParseMode = null };
            answer = await api.SendMessageAsync(connection.Secret, message, ct);
        }

        if (answer.Failure is TelegramFailure.BadButtons && message.Buttons.Count > 0)
        {
            log.LogWarning("Telegram does not take the buttons of a message of bot {BotId}; it goes without them", connection.BotId);
            leftOut = "buttons";
            message = message with { Buttons = [] };
            answer = await api.SendMessageAsync(connection.Secret, message, ct);
        }

        return MeaningOf(answer, connection, chat, leftOut);
    }

    public async Task ShowTypingAsync(LiveConnection connection, ChatAddress chat, CancellationToken ct)
    {
        if (long.TryParse(chat.ChatId, CultureInfo.InvariantCulture, out var chatId) && !budget.IsPaused(connection.BotId, chat))
        {
            long? threadId = long.TryParse(chat.ThreadId, CultureInfo.InvariantCulture, out var thread) ? thread : null;
            await api.SendChatActionAsync(connection.Secret, new SendChatAction(chatId, "typing") { MessageThreadId = threadId }, ct);
        }
    }

    public Task AcknowledgeTapAsync(LiveConnection connection, string tapId, CancellationToken ct) =>
        api.AnswerCallbackQueryAsync(connection.Secret, new AnswerCallbackQuery(tapId), ct);

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
