using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Channels;

/// <summary>A reply always arrives, or it can be seen that it did not.</summary>
public sealed class DeliveryTroubleTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private LiveBot bot = null!;
    private TelegramContact anna = null!;

    private static readonly Dictionary<string, TelegramFault> Faults = new()
    {
        ["a server's error"] = TelegramFault.ServerError,
        ["a gateway's page"] = TelegramFault.BadGateway,
        ["a broken connection"] = TelegramFault.DropBefore,
    };

    public async Task InitializeAsync()
    {
        bot = await app.GivenBotAsync(A.Document(A.TextCommand("ping", "pong {{command.args}}")));
        anna = bot.Contact();
    }

    public Task DisposeAsync()
    {
        app.Telegram.Forget("sendMessage");
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("a server's error")]
    [InlineData("a gateway's page")]
    [InlineData("a broken connection")]
    public async Task What_does_not_arrive_is_sent_again_after_growing_pauses(string what)
    {
        app.Telegram.Next("sendMessage", Faults[what], Faults[what]);
        anna.Says($"/ping {what}");
        anna.Says("/ping next");

        // Seen from outside: a machine that stands still for longer than a pause does not see it.
        var pauses = new Dictionary<int, double>();
        await app.LaterAsync(
            "it was sent in the end",
            async () =>
            {
                if (await bot.JobsAsync(JobState.Waiting) is [{ Attempts: > 0 } job])
                {
                    pauses.TryAdd(job.Attempts, (job.DueAt - app.Clock.GetUtcNow()).TotalSeconds);
                }

                return bot.Telegram.Sent.Count == 2;
            }
        );
        await bot.QuietLaterAsync();
        Assert.All(pauses, pause => Assert.InRange(pause.Value, -1, pause.Key == 1 ? 1.2 : 2.4));
        Assert.Equal([$"pong {what}", "pong next"], bot.Telegram.Sent.Select(m => m.Text));
        Assert.All(
            (await bot.MessagesAsync()).Where(m => m.Direction == MessageDirection.Out),
            m => Assert.Equal((MessageStatus.Sent, null), (m.Status, m.Error))
        );
    }

    [Fact]
    public async Task Silence_is_given_up_and_sent_again()
    {
        app.Telegram.Next("sendMessage", TelegramFault.Stall);
        anna.Says("/ping");
        await LiveBot.UntilAsync(
            "Telegram is silent",
            () => Task.FromResult(app.Telegram.CallsOf("sendMessage").Any(c => c.Token == bot.Token))
        );

        app.Clock.Jump(TimeSpan.FromSeconds(16));

        await LiveBot.UntilAsync("it is given up", async () => await bot.JobsAsync(JobState.Waiting) is [{ Attempts: 1 }]);
        await bot.QuietLaterAsync();
        Assert.Single(bot.Telegram.Sent);
    }

    [Fact]
    public async Task Whoever_stays_silent_gets_a_dead_letter_that_can_be_requeued()
    {
        app.Telegram.Next("sendMessage", TelegramFault.ServerError, TelegramFault.ServerError);
        anna.Says("/ping 1");
        await LiveBot.UntilAsync("it waits", async () => await bot.JobsAsync(JobState.Waiting) is [_]);
        await app.ExecuteAsync($"update jobs set attempts = 9 where subject_id = '{bot.Id}'");
        await bot.QuietLaterAsync();

        var failed = (await bot.MessagesAsync())[1];
        Assert.Equal((MessageStatus.Failed, "Internal Server Error: restart"), (failed.Status, failed.Error));
        var letters = (await bot.RunAsync((ListDeadLetters act) => act.RunAsync(bot.Id, default))).Value!;
        var letter = Assert.Single(letters.Letters);
        Assert.Equal(
            (DeadLetterKind.Outgoing, 10, "Internal Server Error: restart", failed.ConversationId),
            (letter.Kind, letter.Attempts, letter.Error, letter.ConversationId)
        );

        // It does not hold up its chat.
        anna.Says("/ping 2");
        Assert.Equal("pong 2", (await anna.HearsAsync()).Text);

        await bot.RunAsync((RequeueDeadLetters act) => act.RunAsync(bot.Id, letter.Id, default));
        Assert.Equal("pong 1", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.Equal((MessageStatus.Sent, null), ((await bot.MessagesAsync())[1].Status, (await bot.MessagesAsync())[1].Error));
        Assert.Empty(await bot.JobsAsync(JobState.Dead));
    }

    [Fact]
    public async Task What_telegram_will_never_take_is_a_dead_letter_at_once()
    {
        app.Telegram.Next("sendMessage", TelegramFault.Refused(400, "Bad Request: message is too strange"));
        anna.Says("/ping");
        await bot.QuietAsync();

        Assert.Equal("Bad Request: message is too strange", Assert.Single(await bot.JobsAsync(JobState.Dead)).Error);
        Assert.Equal(MessageStatus.Failed, (await bot.MessagesAsync())[1].Status);
        Assert.Single(app.Telegram.CallsOf("sendMessage"), call => call.Token == bot.Token);
    }

    [Fact]
    public async Task Formatting_that_telegram_does_not_understand_is_left_out()
    {
        await bot.PublishAsync(A.Document(A.TextCommand("ping", "**pong**")));
        app.Telegram.Next("sendMessage", TelegramFault.CannotParse);

        anna.Says("/ping");
        var answer = await anna.HearsAsync();

        Assert.Equal(("pong", null), (answer.Text, answer.ParseMode));
        await bot.QuietAsync();
        Assert.Equal(MessageStatus.Sent, (await bot.MessagesAsync())[1].Status);
    }

    [Fact]
    public async Task A_refused_token_is_on_the_card_until_it_works_again()
    {
        app.Telegram.Next("sendMessage", TelegramFault.Refused(401, "Unauthorized"));
        anna.Says("/ping");
        await LiveBot.UntilAsync("it waits", async () => await bot.JobsAsync(JobState.Waiting) is [_]);
        Assert.Equal(["telegram.unauthorized"], await bot.ProblemsAsync());

        await bot.QuietLaterAsync();

        Assert.Equal("pong ", (await bot.MessagesAsync())[1].Text);
        Assert.Equal(MessageStatus.Sent, (await bot.MessagesAsync())[1].Status);
        await LiveBot.UntilAsync("the card is clean", async () => await bot.ProblemsAsync() is []);
    }

    [Fact]
    public async Task What_a_revoked_token_could_not_send_goes_with_the_new_one()
    {
        app.Telegram.Revoke(bot.Token);
        anna.Says("/ping");
        await LiveBot.UntilAsync("it waits", async () => await bot.JobsAsync(JobState.Waiting) is [_]);
        Assert.Equal(["telegram.unauthorized"], await bot.ProblemsAsync());

        var renewed = await bot.ConnectAsync($"{bot.Telegram.Id}:AAF-renewed{bot.Id:N}");
        await app.LaterAsync("the answer comes", () => Task.FromResult(renewed.Contact().HasNews));

        Assert.Equal("pong", (await renewed.Contact().HearsAsync()).Text);
        await LiveBot.UntilAsync("the card is clean", async () => await bot.ProblemsAsync() is []);
    }

    [Fact]
    public async Task After_disconnecting_nothing_is_sent_and_nothing_stays()
    {
        app.Telegram.Next("sendMessage", TelegramFault.ServerError);
        anna.Says("/ping");
        await LiveBot.UntilAsync("it waits", async () => await bot.JobsAsync(JobState.Waiting) is [_]);

        await bot.RunAsync((Core.Channels.Telegram.DisconnectTelegram act) => act.RunAsync(bot.Id, default));
        await bot.QuietLaterAsync();

        Assert.Empty(bot.Telegram.Sent);
        var answer = (await bot.MessagesAsync())[1];
        Assert.Equal((MessageStatus.Failed, "channels.disconnected"), (answer.Status, answer.Error));
    }
}
