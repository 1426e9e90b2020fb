using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.Options;

namespace BotStudio.Tests.Channels.Telegram;

public sealed class TelegramApiTests : IAsyncLifetime
{
    private const string Secret = "AAF-very_secret-part";
    private const string Token = "7123456789:" + Secret;

    private TelegramServer telegram = null!;
    private TelegramApi api = null!;

    public async Task InitializeAsync()
    {
        telegram = await TelegramServer.StartAsync();
        api = ApiAt(telegram.Url, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        api.Dispose();
        await telegram.DisposeAsync();
    }

    /// <summary>What each answer in Fixtures/telegram/responses means when it comes to sendMessage.</summary>
    public static readonly TheoryData<string, string> Answers = new()
    {
        { "derived_edit_result_true", "Ok" },
        { "derived_get_file_no_path", "Ok" },
        { "derived_get_file_ok", "Ok" },
        { "derived_get_webhook_info", "Ok" },
        { "derived_html_502", "Unreachable" },
        { "derived_ok_false_http_200", "Blocked" },
        // Done, whatever is missing: sending it again would double it.
        { "derived_ok_without_result", "Ok" },
        { "derived_set_webhook_ok", "Ok" },
        { "derived_unknown_parameters", "Refused" },
        { "err_400_button_data", "BadButtons" },
        { "err_400_chat_not_found", "Blocked" },
        { "err_400_edit_not_found", "Refused" },
        { "err_400_file_too_big", "Refused" },
        { "err_400_markup_too_long", "BadButtons" },
        { "err_400_not_modified", "NotModified" },
        { "err_400_parse_entities", "CannotParse" },
        { "err_400_query_too_old", "Refused" },
        { "err_400_reply_not_found", "Refused" },
        { "err_400_text_empty", "Refused" },
        { "err_400_webhook_https", "Refused" },
        { "err_400_webhook_port", "Refused" },
        { "err_400_webhook_secret_chars", "Refused" },
        { "err_400_webhook_secret_long", "Refused" },
        { "err_401", "Unauthorized" },
        { "err_401_invalid_token", "Unauthorized" },
        { "err_403_blocked", "Blocked" },
        { "err_403_cant_initiate", "Blocked" },
        { "err_403_group_deleted", "Blocked" },
        { "err_403_kicked_group", "Blocked" },
        { "err_403_kicked_supergroup", "Blocked" },
        { "err_403_not_member", "Blocked" },
        { "err_404_method", "Refused" },
        { "err_404_path", "Unauthorized" },
        { "err_409_other_getupdates", "Conflict" },
        { "err_409_setwebhook", "Conflict" },
        { "err_409_webhook_active", "Conflict" },
        { "err_421", "Unauthorized" },
        { "err_429_long", "RateLimited" },
        { "err_429_webhook_1s", "RateLimited" },
        { "err_500_restart", "Unreachable" },
        // These two files hold a result without its envelope, which no Bot API answers.
        { "luzrain_getme_ok", "Unreachable" },
        { "luzrain_send_media_group_ok", "Unreachable" },
        { "nutgram_too_long", "Refused" },
        { "nutgram_too_many_requests", "RateLimited" },
        { "nutgram_user_deactivated", "Blocked" },
        { "nutgram_wrong_file_id", "Refused" },
        { "telebot_flood_8", "RateLimited" },
        { "telebot_migrated", "Moved" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Every_known_answer_has_its_name(string file, string name)
    {
        telegram.Next("sendMessage", AnswerIn(file));

        var answer = await SendAsync();

        Assert.Equal(name, answer.Failure?.GetType().Name ?? "Ok");
    }

    [Fact]
    public void No_answer_is_without_a_name() =>
        Assert.Equal(
            Directory
                .GetFiles(ResponsesFolder, "*.json")
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal),
            Answers.Select(row => (string)row[0])
        );

    [Fact]
    public async Task A_limit_says_how_long_to_wait_and_a_move_where_to()
    {
        telegram.Next("sendMessage", AnswerIn("err_429_long"), AnswerIn("telebot_migrated"), TelegramFault.Says(429, "slow down"));

        Assert.Equal(new TelegramFailure.RateLimited(TimeSpan.FromSeconds(2748)), (await SendAsync()).Failure);
        Assert.Equal(new TelegramFailure.Moved(-100123456789), (await SendAsync()).Failure);
        Assert.Equal(new TelegramFailure.RateLimited(TimeSpan.FromSeconds(1)), (await SendAsync()).Failure);
    }

    [Fact]
    public async Task Who_else_receives_is_told_apart()
    {
        telegram.Next("getUpdates", AnswerIn("err_409_webhook_active"), AnswerIn("err_409_other_getupdates"));
        var poll = new GetUpdates(null, 100, 0, TelegramUpdate.Kinds);

        Assert.True(Assert.IsType<TelegramFailure.Conflict>((await api.GetUpdatesAsync(Token, poll, default)).Failure).HasWebhook);
        Assert.False(Assert.IsType<TelegramFailure.Conflict>((await api.GetUpdatesAsync(Token, poll, default)).Failure).HasWebhook);
    }

    [Fact]
    public async Task Broken_connections_and_answers_are_survived()
    {
        telegram.Next(
            "sendMessage",
            TelegramFault.DropBefore,
            TelegramFault.DropAfter,
            TelegramFault.Truncated,
            TelegramFault.BadGateway,
            TelegramFault.Says(200, ""),
            TelegramFault.Says(200, "[]"),
            TelegramFault.Says(200, """{"ok":"yes"}"""),
            TelegramFault.Says(403, "<html>the proxy says no</html>"),
            TelegramFault.Says(302, "")
        );

        for (var attempt = 0; attempt < 9; attempt++)
        {
            Assert.IsType<TelegramFailure.Unreachable>((await SendAsync()).Failure);
        }

        Assert.Null((await SendAsync()).Failure);
    }

    [Fact]
    public async Task Nobody_listening_is_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var nobody = new Uri($"http://{listener.LocalEndpoint}");
        listener.Stop();
        using var away = ApiAt(nobody, TimeProvider.System);

        Assert.Equal(new TelegramFailure.Unreachable("No connection: ConnectionRefused."), (await away.GetMeAsync(Token, default)).Failure);
    }

    [Fact]
    public async Task A_call_without_an_answer_is_given_up_in_time()
    {
        var clock = new HurryingClock(upTo: TimeSpan.Zero);
        using var waiting = ApiAt(telegram.Url, clock);
        telegram.Next("getMe", TelegramFault.Stall);

        var call = waiting.GetMeAsync(Token, default);
        clock.Advance(TimeSpan.FromSeconds(16));

        Assert.Equal(new TelegramFailure.Unreachable("No answer within 15 s."), (await call.WaitAsync(TimeSpan.FromSeconds(30))).Failure);
    }

    [Fact]
    public async Task The_caller_can_give_up()
    {
        telegram.Next("getMe", TelegramFault.Stall);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.GetMeAsync(Token, patience.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no colon")]
    [InlineData("0123:abc")]
    [InlineData("123:")]
    [InlineData("123:a/../b")]
    [InlineData("123:abc\r\nHost: evil")]
    public async Task What_cannot_be_a_token_is_never_sent(string token)
    {
        Assert.IsType<TelegramFailure.Unauthorized>((await api.GetMeAsync(token, default)).Failure);
        Assert.Empty(telegram.Calls);
    }

    [Fact]
    public async Task The_secret_of_a_token_stays_out_of_failures_and_traces()
    {
        var traced = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("System.Net.Http", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traced.AddRange(activity.TagObjects.Select(tag => $"{tag.Value}").Append(activity.DisplayName)),
        };
        ActivitySource.AddActivityListener(listener);
        telegram.Next(
            "sendMessage",
            TelegramFault.DropBefore,
            TelegramFault.Refused(400, $"Bad Request: cannot route /bot{Token}/sendMessage"),
            TelegramFault.Refused(401, $"Unauthorized: {Token}"),
            TelegramFault.Says(500, Token)
        );

        var failures = new List<string>();
        for (var attempt = 0; attempt < 4; attempt++)
        {
            failures.Add((await SendAsync()).Failure!.ToString());
        }

        Assert.DoesNotContain(failures, failure => failure.Contains(Secret, StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.Contains("/bot7123456789:…/sendMessage", StringComparison.Ordinal));
        lock (traced)
        {
            Assert.DoesNotContain(traced, text => text.Contains(Secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_bot_is_known_by_its_token()
    {
        telegram.Bot(Token).Name = "Магазин";
        telegram.Bot(Token).SeesAllGroupMessages = true;

        var bot = (await api.GetMeAsync(Token, default)).Value;

        Assert.Equal(
            new TelegramBot(7123456789, "Магазин", "shop7123456789_bot") { CanJoinGroups = true, CanReadAllGroupMessages = true },
            bot
        );
    }

    [Fact]
    public async Task Updates_come_out_byte_for_byte_and_are_confirmed_by_the_next_call()
    {
        var anna = telegram.Contact(Token, firstName: "Анна");
        var first = anna.Says("раз");
        var second = anna.Says("два");

        var updates = (await api.GetUpdatesAsync(Token, new GetUpdates(null, 100, 0, TelegramUpdate.Kinds), default)).Value!;
        await api.GetUpdatesAsync(Token, new GetUpdates(second, 100, 0, TelegramUpdate.Kinds), default);

        Assert.Equal([first, second], updates.Select(update => (long?)update.UpdateId));
        Assert.Equal("раз", JsonNode.Parse(updates[0].Body)!["message"]!["text"]!.GetValue<string>());
        Assert.Equal(1, telegram.Bot(Token).Updates.PendingCount);
    }

    [Fact]
    public async Task A_webhook_is_set_asked_about_and_removed()
    {
        var webhook = new SetWebhook("https://bots.example.com/telegram/x", "secret_-1", TelegramUpdate.Kinds, 40);

        Assert.True((await api.SetWebhookAsync(Token, webhook, default)).Value);
        var info = (await api.GetWebhookInfoAsync(Token, default)).Value!;
        Assert.Equal((webhook.Url, 0), (info.Url, info.PendingUpdateCount));
        Assert.Equal(TelegramUpdate.Kinds, info.AllowedUpdates);

        Assert.True((await api.DeleteWebhookAsync(Token, new DeleteWebhook(DropPendingUpdates: false), default)).Value);
        Assert.Equal("", (await api.GetWebhookInfoAsync(Token, default)).Value!.Url);
    }

    /// <summary>Names and types of all we send, against the Bot API's own table.</summary>
    [Fact]
    public async Task Requests_have_the_shape_that_the_bot_api_documents()
    {
        await SendAsync();
        await api.SendChatActionAsync(Token, new SendChatAction(5, "typing") { MessageThreadId = 7 }, default);
        await api.SendMessageDraftAsync(
            Token,
            new SendMessageDraft(5, DraftId: 1, "We open", CanStop: true, KeepOnStop: true) { ParseMode = "HTML", MessageThreadId = 7 },
            default
        );
        await api.AnswerCallbackQueryAsync(Token, new AnswerCallbackQuery("1"), default);
        await api.GetMeAsync(Token, default);
        await api.SetWebhookAsync(Token, new SetWebhook("https://e.com", "s", TelegramUpdate.Kinds, 40), default);
        await api.DeleteWebhookAsync(Token, new DeleteWebhook(false), default);
        await api.GetWebhookInfoAsync(Token, default);
        await api.GetUpdatesAsync(Token, new GetUpdates(5, 100, 0, TelegramUpdate.Kinds), default);
        await api.SetMyCommandsAsync(Token, new SetMyCommands([new MenuCommand("start", "Begin")], "en"), default);
        await api.DeleteMyCommandsAsync(Token, new DeleteMyCommands("en"), default);

        Assert.Equal(11, telegram.Calls.Count);
        Assert.All(telegram.Calls, call => Assert.Equal("application/json", call.ContentType));
        Assert.Empty(telegram.Calls.SelectMany(call => BotApiShape.DifferencesIn(call.Method, call.Body)));
        Assert.Empty(TelegramUpdate.Kinds.Except(BotApiShape.UpdateKinds));
    }

    [Fact]
    public async Task A_message_says_all_that_it_has_and_nothing_else()
    {
        await SendAsync();

        var expected = JsonNode.Parse(
            """
            {
              "chat_id": -100123,
              "text": "<b>Привет</b> &amp; \"😀\"",
              "parse_mode": "HTML",
              "message_thread_id": 7,
              "reply_parameters": { "message_id": 9, "allow_sending_without_reply": true },
              "reply_markup": {
                "inline_keyboard": [[{ "text": "Да", "callback_data": "1" }, { "text": "Shop", "url": "https://e.com" }]]
              }
            }
            """
        );
        Assert.True(JsonNode.DeepEquals(expected, telegram.Calls[0].Body), telegram.Calls[0].Body.ToJsonString());

        await api.SendMessageAsync(Token, new SendMessage("5", "hi", null, null, null, []), default);
        Assert.Equal("""{"chat_id":5,"text":"hi"}""", telegram.Calls[1].Body.ToJsonString());
    }

    private static string ResponsesFolder => Path.Combine(AppContext.BaseDirectory, "Fixtures", "telegram", "responses");

    private static TelegramApi ApiAt(Uri url, TimeProvider clock) => new(Options.Create(new TelegramOptions { ApiBaseUrl = url }), clock);

    private Task<TelegramAnswer<long>> SendAsync() =>
        api.SendMessageAsync(
            Token,
            new SendMessage(
                "-100123",
                "<b>Привет</b> &amp; \"😀\"",
                "HTML",
                "7",
                "9",
                [
                    [new InlineButton("Да", "1", null), new InlineButton("Shop", null, "https://e.com")],
                ]
            ),
            default
        );

    private static TelegramFault AnswerIn(string file)
    {
        var answer = JsonNode.Parse(File.ReadAllText(Path.Combine(ResponsesFolder, file + ".json")))!;
        var body = answer["body"] is JsonValue text ? text.GetValue<string>() : answer["body"]!.ToJsonString();
        return TelegramFault.Says(answer["http_status"]!.GetValue<int>(), body);
    }
}
