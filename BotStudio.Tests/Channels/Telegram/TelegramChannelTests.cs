using System.Collections.Concurrent;
using BotStudio.Core.Channels;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Conversations;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BotStudio.Tests.Channels.Telegram;

public sealed class TelegramChannelTests : IAsyncLifetime
{
    private readonly Clock clock = new();
    private readonly Journal journal = new();
    private TelegramServer telegram = null!;
    private TelegramApi api = null!;
    private TelegramChannel channel = null!;
    private LiveConnection connection = null!;
    private TelegramContact anna = null!;

    public async Task InitializeAsync()
    {
        telegram = await TelegramServer.StartAsync();
        api = new TelegramApi(Options.Create(new TelegramOptions { ApiBaseUrl = telegram.Url }), TimeProvider.System);
        channel = new TelegramChannel(api, new SendTelegramMedia(api, null!), new SendBudget(clock), journal);
        var bot = telegram.Bot(telegram.NewToken());
        anna = telegram.Contact(bot.Token);
        connection = new LiveConnection(
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            "telegram",
            bot.Token,
            $"{bot.Id}",
            bot.Username
        );
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await telegram.DisposeAsync();
    }

    [Fact]
    public async Task A_formatted_message_with_buttons_arrives()
    {
        var delivery = await SendAsync(
            new OutgoingMessage
            {
                Text = "**Menu** for you",
                Buttons =
                [
                    [new OutgoingButton("Yes") { Data = "c:1" }, new OutgoingButton("Shop") { Url = "https://e.com" }],
                ],
            }
        );

        var message = await anna.HearsAsync();
        Assert.Equal(new Delivery.Sent($"{message.Id}"), delivery);
        Assert.Equal("Menu for you", message.Text);
        Assert.Equal([new TelegramHtml.Entity("bold", 0, 4, null)], message.Entities);
        Assert.Equal(
            [
                [new SentButton("Yes", "c:1", null), new SentButton("Shop", null, "https://e.com")],
            ],
            message.Buttons
        );
    }

    [Fact]
    public async Task Pieces_carry_the_reply_first_and_the_buttons_last()
    {
        var pieces = channel.Split(
            new OutgoingMessage
            {
                Text = string.Concat(Enumerable.Repeat("*word* ", 2000)),
                ReplyToExternalId = "5",
                Buttons =
                [
                    [new OutgoingButton("More") { Data = "x" }],
                ],
            }
        );

        foreach (var piece in pieces)
        {
            Assert.IsType<Delivery.Sent>(await SendPieceAsync(piece));
        }

        var sent = telegram.Bot(connection.Secret).Sent;
        Assert.True(sent.Count > 2);
        Assert.Equal([5L, .. Enumerable.Repeat((long?)null, sent.Count - 1)], sent.Select(message => message.ReplyTo));
        Assert.Equal([.. Enumerable.Repeat(0, sent.Count - 1), 1], sent.Select(message => message.Buttons.Count));
    }

    [Fact]
    public async Task What_telegram_cannot_parse_arrives_as_plain_text()
    {
        telegram.Next("sendMessage", TelegramFault.CannotParse);

        var delivery = await SendAsync(new OutgoingMessage { Text = "**a** < [b](https://e.com)" });

        Assert.Equal("formatting", Assert.IsType<Delivery.Sent>(delivery).LeftOut);
        var message = await anna.HearsAsync();
        Assert.Equal(("a < b (https://e.com)", null), (message.Text, message.ParseMode));
    }

    [Fact]
    public async Task A_refused_plain_text_is_not_sent_again()
    {
        telegram.Next("sendMessage", TelegramFault.CannotParse);

        Assert.IsType<Delivery.Refused>(await SendAsync(new OutgoingMessage { Text = "plain" }));
        Assert.Single(telegram.Calls);
    }

    [Fact]
    public async Task Text_arrives_when_its_buttons_cannot()
    {
        telegram.Next("sendMessage", TelegramFault.Refused(400, "Bad Request: BUTTON_URL_INVALID"));

        var delivery = await SendAsync(
            new OutgoingMessage
            {
                Text = "*hi*",
                Buttons =
                [
                    [new OutgoingButton("x") { Url = "https://nowhere.invalid" }],
                ],
            }
        );

        Assert.Equal("buttons", Assert.IsType<Delivery.Sent>(delivery).LeftOut);
        Assert.Empty((await anna.HearsAsync()).Buttons);
    }

    [Fact]
    public async Task Only_buttons_that_telegram_takes_are_sent()
    {
        OutgoingButton[] wide = [.. Enumerable.Range(0, 10).Select(number => new OutgoingButton($"{number}") { Data = "x" })];
        await SendAsync(
            new OutgoingMessage
            {
                Text = "menu",
                Buttons =
                [
                    [new OutgoingButton("long") { Data = new string('я', 33) }, new OutgoingButton("no action")],
                    [new OutgoingButton("script") { Url = "javascript:alert(1)" }],
                    wide,
                    [new OutgoingButton(" ") { Data = "y" }],
                    .. Enumerable.Repeat<IReadOnlyList<OutgoingButton>>(wide, 20),
                ],
            }
        );

        var message = await anna.HearsAsync();
        Assert.Equal([8, 2, 1], message.Buttons.Take(3).Select(row => row.Count));
        Assert.Equal(100, message.Buttons.Sum(row => row.Count));
        Assert.DoesNotContain(message.Buttons.SelectMany(row => row), button => button.Text is "long" or "no action" or "script");
    }

    [Fact]
    public async Task A_topic_and_a_reply_reach_their_place()
    {
        var group = new ChatAddress("-100777", "42", ChatKind.Group);
        await channel.SendAsync(connection, group, new OutgoingMessage { Text = "hi", ReplyToExternalId = "1000" }, default);

        var message = Assert.Single(telegram.Bot(connection.Secret).Sent);
        Assert.Equal((-100777, 42L, 1000L), (message.ChatId, message.ThreadId, message.ReplyTo));
    }

    [Theory]
    [InlineData("blocked", typeof(Delivery.Blocked))]
    [InlineData("moved", typeof(Delivery.Moved))]
    [InlineData("revoked", typeof(Delivery.Unauthorized))]
    [InlineData("down", typeof(Delivery.Unreachable))]
    [InlineData("refused", typeof(Delivery.Refused))]
    [InlineData("limited", typeof(Delivery.RateLimited))]
    public async Task What_went_wrong_has_its_name(string trouble, Type expected)
    {
        telegram.Next(
            "sendMessage",
            trouble switch
            {
                "blocked" => TelegramFault.Blocked,
                "moved" => TelegramFault.MovedTo(-1005),
                "revoked" => TelegramFault.Refused(401, "Unauthorized"),
                "down" => TelegramFault.ServerError,
                "refused" => TelegramFault.Refused(400, "Bad Request: message is too long"),
                _ => TelegramFault.RateLimited(3),
            }
        );

        var delivery = await SendAsync(new OutgoingMessage { Text = "hi" });

        Assert.IsType(expected, delivery);
        Assert.Equal("-1005", (delivery as Delivery.Moved)?.NewChatId ?? "-1005");
    }

    [Fact]
    public async Task After_a_limit_nothing_is_sent_before_its_time()
    {
        telegram.Next("sendMessage", TelegramFault.RateLimited(3));
        var hello = new OutgoingMessage { Text = "hi" };

        Assert.Equal(new Delivery.RateLimited(TimeSpan.FromSeconds(3), WholeBot: false), await SendAsync(hello));
        Assert.IsType<Delivery.RateLimited>(await SendAsync(hello));
        await channel.ShowTypingAsync(connection, new ChatAddress("279058397", null, ChatKind.Private), default);
        Assert.Single(telegram.Calls);

        clock.Advance(TimeSpan.FromSeconds(4.1));
        Assert.IsType<Delivery.Sent>(await SendAsync(hello));
    }

    [Fact]
    public async Task A_tapped_button_stops_spinning()
    {
        var tap = anna.TapsData("x");

        await channel.AcknowledgeTapAsync(connection, tap, default);

        Assert.True(anna.SpinnerStopped(tap));
    }

    [Fact]
    public async Task Typing_is_shown_in_the_topic_and_trouble_with_it_is_nobodys()
    {
        var topic = new ChatAddress("-100777", "42", ChatKind.Group);
        telegram.Next("sendChatAction", TelegramFault.None, TelegramFault.Blocked, TelegramFault.DropBefore);

        await channel.ShowTypingAsync(connection, topic, default);
        await channel.ShowTypingAsync(connection, topic, default);
        await channel.ShowTypingAsync(connection, topic, default);

        Assert.Equal("""{"chat_id":-100777,"action":"typing","message_thread_id":42}""", telegram.Calls[0].Body.ToJsonString());
    }

    [Fact]
    public async Task Nothing_that_is_logged_holds_a_token_or_a_text()
    {
        telegram.Next("sendMessage", TelegramFault.CannotParse, TelegramFault.Refused(400, "Bad Request: BUTTON_DATA_INVALID"));

        await SendAsync(
            new OutgoingMessage
            {
                Text = "*private words*",
                Buttons =
                [
                    [new OutgoingButton("x") { Data = "y" }],
                ],
            }
        );

        Assert.Equal(2, journal.Lines.Count);
        Assert.DoesNotContain(journal.Lines, line => line.Contains(connection.Secret.Split(':')[1], StringComparison.Ordinal));
        Assert.DoesNotContain(journal.Lines, line => line.Contains("private words", StringComparison.Ordinal));
        Assert.DoesNotContain(connection.Secret, connection.ToString(), StringComparison.Ordinal);
    }

    private Task<Delivery> SendAsync(OutgoingMessage message) => SendPieceAsync(Assert.Single(channel.Split(message)));

    private Task<Delivery> SendPieceAsync(OutgoingMessage piece) =>
        channel.SendAsync(connection, new ChatAddress($"{anna.ChatId}", null, ChatKind.Private), piece, default);

    private sealed class Journal : ILogger<TelegramChannel>
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Enqueue(formatter(state, exception) + exception);
    }
}
