using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BotStudio.Core.Bots;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Channels.Telegram;

public sealed class TelegramWebhookTests(TelegramApp app) : IClassFixture<TelegramApp>, IAsyncLifetime
{
    private readonly string token = app.Telegram.NewToken();
    private Bot bot = null!;

    private TelegramContact Anna => app.Telegram.Contact(token);

    public async Task InitializeAsync()
    {
        var price = A.TextCommand("price", "**5** €");
        bot = await app.GivenLiveBotAsync(
            A.Document(price, A.Command("menu", A.Menu(A.CommandButton("b1", price), A.LinkButton("b2", "https://e.com")))),
            token
        );
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_contact_is_answered()
    {
        var anna = Anna;
        anna.Says("/start");
        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);

        anna.Says("/menu");
        var menu = await anna.HearsAsync();
        Assert.Equal(["price", "Open"], menu.Buttons.SelectMany(row => row).Select(button => button.Text));

        var tap = anna.Taps("price");
        var answer = await anna.HearsAsync();
        Assert.Equal("5 €", answer.Text);
        Assert.Equal([new TelegramHtml.Entity("bold", 0, 1, null)], answer.Entities);
        Assert.True(anna.SpinnerStopped(tap));
    }

    [Fact]
    public async Task Everybody_is_answered_in_order_and_in_their_language()
    {
        var people = Enumerable.Range(1, 20).Select(id => app.Telegram.Contact(token, id, language: id % 2 == 0 ? "uk" : "en")).ToList();
        foreach (var person in people)
        {
            person.Says("/start");
            person.Says("/price");
            person.Says("hm");
        }

        foreach (var person in people)
        {
            var isUkrainian = person.Id % 2 == 0;
            Assert.Equal(isUkrainian ? "Вітаємо в крамниці!" : "Welcome to the shop!", (await person.HearsAsync()).Text);
            Assert.Equal("5 €", (await person.HearsAsync()).Text);
            Assert.Equal(isUkrainian ? "Перепрошую, не зрозумів." : "Sorry, I did not get that.", (await person.HearsAsync()).Text);
        }
    }

    [Fact]
    public async Task The_menu_of_commands_is_in_telegram_after_connecting()
    {
        await app.UntilAsync($"select menu is not null from channel_connections where bot_id = '{bot.Id}'");

        Assert.Empty(app.Telegram.Bot(token).Commands);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("guess")]
    public async Task A_forged_update_is_refused(string? secret)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Update(1, "/start"), secret)).StatusCode);
        Assert.Equal(0, await JobsAsync());
    }

    [Fact]
    public async Task An_unknown_bot_is_not_found()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(Update(1, "/start"), Secret, Guid.CreateVersion7())).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostToAsync("/telegram/not-an-id", Update(1, "/start"), Secret)).StatusCode);
    }

    [Fact]
    public async Task A_repeated_update_is_answered_once()
    {
        var anna = Anna;
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Update(7, "/price", anna.Id), Secret)).StatusCode);
        await anna.HearsAsync();

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Update(7, "/price", anna.Id), Secret)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Update(8, "/start", anna.Id), Secret)).StatusCode);

        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
        Assert.Equal(2, app.Telegram.Bot(token).Sent.Count);
    }

    [Theory]
    [InlineData("not json", "Refused: The body is not JSON.")]
    [InlineData("", "Refused: The body is not JSON.")]
    [InlineData("[]", "Refused: An update is a JSON object.")]
    [InlineData("""{"update_id":5,"message":{"chat":7}}""", "Refused: message.chat is not an object.")]
    public async Task What_is_no_update_is_kept_with_its_reason_and_not_repeated(string body, string error)
    {
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Encoding.UTF8.GetBytes(body), Secret)).StatusCode);

        Assert.Equal(error, await app.AskAsync<string>($"select error from jobs where subject_id = '{bot.Id}' and state = 3"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_larger_than_any_update_is_kept_in_part(bool isChunked)
    {
        var body = new byte[(1024 * 1024) + 1];
        Array.Fill(body, (byte)' ');

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(body, Secret, isChunked: isChunked)).StatusCode);

        Assert.Equal(
            "Refused: The body is larger than any update. 4096",
            await app.AskAsync<string>($"select error || ' ' || length(payload) from jobs where subject_id = '{bot.Id}' and state = 3")
        );
    }

    [Fact]
    public async Task A_body_without_a_length_is_read_whole()
    {
        var anna = Anna;
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Update(9, "/price", anna.Id), Secret, isChunked: true)).StatusCode);
        Assert.Equal("5 €", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task After_disconnecting_nothing_is_accepted()
    {
        var secret = Secret;
        await app.RunAsync(bot, (DisconnectTelegram act) => act.RunAsync(bot.Id, default));

        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(Update(1, "/start"), secret)).StatusCode);
    }

    [Fact]
    public async Task After_reconnecting_only_the_new_secret_counts()
    {
        var old = Secret;
        await app.RunAsync(bot, (ReconnectTelegram act) => act.RunAsync(bot.Id, default));

        Assert.NotEqual(old, Secret);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Update(1, "/start"), old)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Update(1, "/start"), Secret)).StatusCode);
    }

    [Fact]
    public async Task What_telegram_does_not_take_at_first_arrives_later_and_in_order()
    {
        var anna = Anna;
        app.Telegram.Next("sendMessage", TelegramFault.BadGateway, TelegramFault.RateLimited(1));
        anna.Says("/start");
        anna.Says("/price");

        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
        Assert.Equal("5 €", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task A_contact_who_blocks_the_bot_is_marked_until_they_are_back()
    {
        var anna = Anna;
        anna.Says("/start");
        await anna.HearsAsync();

        anna.Blocks();
        await app.UntilAsync($"select exists (select from conversations where bot_id = '{bot.Id}' and unreachable_since is not null)");

        anna.Unblocks();
        await app.UntilAsync($"select not exists (select from conversations where bot_id = '{bot.Id}' and unreachable_since is not null)");
    }

    [Fact]
    public async Task In_a_group_the_bot_answers_what_is_meant_for_it()
    {
        const long Group = -1001234567890;
        var boris = app.Telegram.MemberOf(token, Group, id: 5);
        boris.ThreadId = 42;
        boris.Says("hello everybody");
        boris.Says("/price@other_bot");
        // Maybe another bot knows it.
        boris.Says("/rules");
        boris.Says($"/price@{app.Telegram.Bot(token).Username.ToUpperInvariant()}");

        var answer = await boris.HearsAsync();
        Assert.Equal(("5 €", 42L), (answer.Text, answer.ThreadId));

        boris.Says("and this?", replyTo: answer.Id);
        Assert.Equal("Sorry, I did not get that.", (await boris.HearsAsync()).Text);
        boris.Says($"@{app.Telegram.Bot(token).Username} hi");
        Assert.Equal("Sorry, I did not get that.", (await boris.HearsAsync()).Text);
        Assert.Equal(3, app.Telegram.Bot(token).Sent.Count);
    }

    [Fact]
    public async Task A_group_that_moves_is_answered_at_its_new_place()
    {
        var boris = app.Telegram.MemberOf(token, -599, id: 5);
        boris.Says("/price");
        await boris.HearsAsync();

        app.Telegram.Bot(token).Move(-599, -100599);
        boris.Says("/start");

        Assert.Equal("Welcome to the shop!", (await app.Telegram.MemberOf(token, -100599).HearsAsync()).Text);
    }

    [Fact]
    public async Task A_long_answer_arrives_in_parts_and_in_order()
    {
        var lines = string.Join("\n\n", Enumerable.Range(1, 150).Select(number => $"**{number}.** {new string('x', 40)}"));
        var long_ = app.Telegram.NewToken();
        await app.GivenLiveBotAsync(A.Document(A.TextCommand("long", lines)) with { Name = "Long" }, long_);
        var anna = app.Telegram.Contact(long_);

        anna.Says("/long");

        var heard = new StringBuilder();
        while (!heard.ToString().Contains("150.", StringComparison.Ordinal))
        {
            heard.AppendLine((await anna.HearsAsync()).Text);
        }

        var numbers = heard
            .ToString()
            .Split('\n')
            .Where(line => line.Contains('.', StringComparison.Ordinal))
            .Select(line => line.Split('.')[0]);
        Assert.Equal(Enumerable.Range(1, 150).Select(number => number.ToString(CultureInfo.InvariantCulture)), numbers);
    }

    [Fact]
    public async Task Nothing_logged_holds_a_token_a_secret_or_a_text()
    {
        var anna = Anna;
        app.Telegram.Next("sendMessage", TelegramFault.DropBefore);
        anna.Says("my private words");
        await anna.HearsAsync();

        Assert.DoesNotContain(app.Log.Lines, line => line.Contains(token.Split(':')[1], StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Lines, line => line.Contains("private words", StringComparison.Ordinal));
    }

    private string Secret => app.Telegram.Bot(token).Updates.Secret!;

    private static byte[] Update(long id, string text, long chat = 5) =>
        Encoding.UTF8.GetBytes(
            $$$"""{"update_id":{{{id}}},"message":{"message_id":1,"date":1790000000,"from":{"id":{{{chat}}},"is_bot":false,"first_name":"A"},"chat":{"id":{{{chat}}},"type":"private"},"text":"{{{text}}}"}}"""
        );

    private Task<long> JobsAsync() =>
        app.AskAsync<long>($"select count(*) from jobs where subject_id = '{bot.Id}' and kind = 'telegram.receive'");

    private Task<HttpResponseMessage> PostAsync(byte[] body, string? secret, Guid? botId = null, bool isChunked = false) =>
        PostToAsync($"/telegram/{botId ?? bot.Id}", body, secret, isChunked);

    private async Task<HttpResponseMessage> PostToAsync(string path, byte[] body, string? secret, bool isChunked = false)
    {
        using var telegram = app.NewVisitor();
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.TransferEncodingChunked = isChunked ? true : null;
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (secret is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Telegram-Bot-Api-Secret-Token", secret);
        }

        return await telegram.SendAsync(request);
    }
}

/// <summary>In a class of its own: the queue is full.</summary>
public sealed class FullQueueTests(TelegramApp app) : IClassFixture<TelegramApp>
{
    [Fact]
    public async Task When_too_much_waits_telegram_is_asked_to_come_back()
    {
        var token = app.Telegram.NewToken();
        await app.GivenLiveBotAsync(A.Document(), token);
        var anna = app.Telegram.Contact(token);
        // One lane whose first job never ends: the others wait, and nobody can take them.
        var worker = app.Services.GetRequiredService<CurrentWorker>().Id;
        await app.ExecuteAsync(
            $"""
            insert into jobs (account_id, kind, lane, payload, state, lease_owner, due_at, attempts, created_at)
                values ('{Guid.Empty}', 'test', 1, '', 1, '{worker}', now(), 0, now());
            insert into jobs (account_id, kind, lane, payload, state, due_at, attempts, created_at)
                select '{Guid.Empty}', 'test', 1, '', 0, now(), 0, now() from generate_series(1, {QueueDepth.Limit});
            """
        );
        var depth = app.Services.GetRequiredService<QueueDepth>();
        using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20)))
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20)))
        {
            while (!depth.IsOverLimit)
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
        }

        anna.Says("/start");
        await app.Telegram.Bot(token).Updates.TriedAsync();
        Assert.Equal(503, app.Telegram.Bot(token).Updates.Deliveries.First().Status);
        Assert.Equal(TimeSpan.FromSeconds(5), app.Telegram.Bot(token).Updates.LastRetryAfter);

        await app.ExecuteAsync("delete from jobs where kind = 'test'");
        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
    }
}
