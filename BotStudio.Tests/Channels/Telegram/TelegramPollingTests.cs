using BotStudio.Core.Bots;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Channels.Telegram;

public sealed class TelegramPollingTests(PollingApp app) : IClassFixture<PollingApp>
{
    private readonly string token = app.Telegram.NewToken();

    private TelegramContact Anna => app.Telegram.Contact(token);

    [Fact]
    public async Task A_contact_is_answered_without_a_public_address()
    {
        await GivenLiveBotAsync();
        var anna = Anna;

        anna.Says("/start");
        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
        anna.Says("hm");
        Assert.Equal("Sorry, I did not get that.", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task What_was_written_before_connecting_is_answered()
    {
        var anna = Anna;
        anna.Says("/start");

        await GivenLiveBotAsync();

        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task Updates_are_confirmed_once_they_are_stored_and_numbers_may_begin_anew()
    {
        await GivenLiveBotAsync();
        var anna = Anna;
        var id = anna.Says("/start");
        await anna.HearsAsync();
        await app.Telegram.Bot(token).Updates.EmptyAsync();

        var offsets = app
            .Telegram.CallsOf("getUpdates")
            .Where(call => call.Token == token)
            .Select(call => call.Body["offset"]?.GetValue<long>())
            .ToList();
        Assert.Null(offsets[0]);
        Assert.Contains(id + 1, offsets);

        // After a quiet week Telegram's numbers may be lower than any before.
        app.Telegram.Bot(token).Updates.NumberFrom(12);
        anna.Says("/start");
        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task A_lost_answer_costs_nothing_and_doubles_nothing()
    {
        app.Telegram.Next("getUpdates", TelegramFault.DropAfter, TelegramFault.Truncated, TelegramFault.BadGateway);
        var anna = Anna;
        anna.Says("/start");
        await GivenLiveBotAsync();

        await anna.HearsAsync();
        anna.Says("hm");
        Assert.Equal("Sorry, I did not get that.", (await anna.HearsAsync()).Text);
        Assert.Equal(2, app.Telegram.Bot(token).Sent.Count);
    }

    [Fact]
    public async Task A_webhook_that_somebody_sets_is_shown_and_reconnecting_removes_it()
    {
        var bot = await GivenLiveBotAsync();
        await CallAsync("setWebhook", """{"url":"https://n8n.example.org/webhook/very-secret"}""");
        await app.UntilAsync(ProblemSql(bot, "telegram.webhook_taken", "n8n.example.org"));

        await app.RunAsync(bot, (ReconnectTelegram act) => act.RunAsync(bot.Id, default));

        var anna = Anna;
        anna.Says("/start");
        await anna.HearsAsync();
        await app.UntilAsync($"select not exists (select from bot_problems where bot_id = '{bot.Id}')");
    }

    [Fact]
    public async Task Another_program_that_polls_is_shown()
    {
        var bot = await GivenLiveBotAsync();
        using var stop = new CancellationTokenSource();
        var other = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await CallAsync("getUpdates", """{"timeout":50}""", stop.Token);
            }
        });

        await app.UntilAsync(ProblemSql(bot, "telegram.other_poller", null));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
    }

    [Fact]
    public async Task A_revoked_token_is_shown_and_a_new_one_answers_at_once()
    {
        var bot = await GivenLiveBotAsync();
        var anna = Anna;
        app.Telegram.Revoke(token);
        anna.Says("/start");
        await app.UntilAsync(ProblemSql(bot, "telegram.unauthorized", null));

        var next = token.Split(':')[0] + ":AAF-next";
        await app.RunAsync(bot, (ConnectTelegram act) => act.RunAsync(bot.Id, next, default));

        var annaAgain = app.Telegram.Contact(next);
        annaAgain.Says("/start");
        await annaAgain.HearsAsync();
        await app.UntilAsync($"select not exists (select from bot_problems where bot_id = '{bot.Id}')");
    }

    [Fact]
    public async Task After_disconnecting_nobody_asks_any_more()
    {
        var bot = await GivenLiveBotAsync();
        var anna = Anna;
        anna.Says("/start");
        await anna.HearsAsync();

        await app.RunAsync(bot, (DisconnectTelegram act) => act.RunAsync(bot.Id, default));
        anna.Says("still there?");

        // The request that was open ends without taking it: the update stays at Telegram.
        await app.Telegram.Bot(token).Updates.NobodyPollsAsync();
        Assert.Equal(1, app.Telegram.Bot(token).Updates.PendingCount);
    }

    private Task<Bot> GivenLiveBotAsync() => app.GivenLiveBotAsync(A.Document(), token);

    private static string ProblemSql(Bot bot, string code, string? detail) =>
        $"select exists (select from bot_problems where bot_id = '{bot.Id}' and code = '{code}'"
        + (detail is null ? ")" : $" and detail = '{detail}')");

    private async Task CallAsync(string method, string body, CancellationToken ct = default)
    {
        using var api = new HttpClient();
        using var answer = await api.PostAsync(new Uri(app.Telegram.Url, $"/bot{token}/{method}"), new StringContent(body), ct);
    }
}

/// <summary>Two processes on one database: this one, and one that is killed.</summary>
public sealed class PollingProcessesTests(PollingApp app) : IClassFixture<PollingApp>
{
    [Fact]
    public async Task One_of_them_polls_and_the_other_takes_over_when_it_dies()
    {
        var tokens = Enumerable.Range(0, 3).Select(_ => app.Telegram.NewToken()).ToArray();
        foreach (var token in tokens)
        {
            await app.GivenLiveBotAsync(A.Document(), token);
        }

        await using var other = await AppProcess.StartAsync(app.ConnectionString, ("Telegram__ApiBaseUrl", app.Telegram.Url.AbsoluteUri));
        await EverybodyIsAnsweredAsync(tokens);
        Assert.All(tokens, token => Assert.Equal(0, app.Telegram.Bot(token).Updates.Conflicts));

        await HandOverAsync();
        await EverybodyIsAnsweredAsync(tokens);

        // What it has sent and not noted yet would be sent again.
        await app.UntilAsync("select not exists (select from jobs where state in (0, 1))");
        await other.KillAsync();
        await EverybodyIsAnsweredAsync(tokens);
        Assert.All(tokens, token => Assert.Equal(3, app.Telegram.Bot(token).Sent.Count));
        await app.UntilAsync("select count(distinct poll_owner) = 1 from channel_connections where poll_owner in (select id from workers)");
    }

    /// <summary>As if the other process had been there first.</summary>
    private Task HandOverAsync() =>
        app.ExecuteAsync(
            $"""
            update channel_connections set poll_owner =
                (select id from workers where id <> '{app.Services.GetRequiredService<CurrentWorker>().Id}');
            select pg_notify('{Notifications.Bots}', bot_id::text) from channel_connections
            """
        );

    private async Task EverybodyIsAnsweredAsync(string[] tokens)
    {
        foreach (var token in tokens)
        {
            app.Telegram.Contact(token).Says("/start");
        }

        foreach (var token in tokens)
        {
            Assert.Equal("Welcome to the shop!", (await app.Telegram.Contact(token).HearsAsync(TimeSpan.FromSeconds(60))).Text);
        }
    }
}
