using System.Globalization;
using System.Net;
using System.Text;
using BotStudio.Core.Channels;
using BotStudio.Core.Conversations;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Channels;

/// <summary>Nothing twice, and in order.</summary>
public sealed class OrderTests(LiveApp app) : IClassFixture<LiveApp>
{
    [Fact]
    public async Task A_repeated_update_is_a_no_op()
    {
        var bot = await app.GivenBotAsync(A.Document(A.TextCommand("ping", "pong {{command.args}}")));
        var update = Update(42, 100, "/ping one");

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bot.PostAsync(update))), Ok);
        await bot.IdleAsync();
        Ok(await bot.PostAsync(update));
        Ok(await bot.PostAsync(Update(42, 100, "/ping the same number, another text")));
        Ok(await bot.PostAsync(Update(43, 100, "/ping two")));
        await bot.IdleAsync();

        Assert.Equal(["pong one", "pong two"], bot.Telegram.Sent.Select(m => m.Text));
    }

    [Fact]
    public async Task The_same_number_of_another_bot_is_another_update()
    {
        var bots = new[] { await app.GivenBotAsync(A.Document()), await app.GivenBotAsync(A.Document()) };
        foreach (var bot in bots)
        {
            Ok(await bot.PostAsync(Update(42, 100, "/start")));
            await bot.IdleAsync();
            Assert.Single(bot.Telegram.Sent);
        }
    }

    [Fact]
    public async Task A_bot_that_takes_another_token_starts_counting_afresh()
    {
        var bot = await app.GivenBotAsync(A.Document());
        Ok(await bot.PostAsync(Update(42, 100, "/start")));
        await bot.IdleAsync();

        var other = await bot.ConnectAsync(app.Telegram.NewToken());
        Ok(await other.PostAsync(Update(42, 100, "/start")));
        await other.IdleAsync();

        Assert.Single(other.Telegram.Sent);
    }

    [Fact]
    public async Task Updates_that_are_stored_at_the_same_time_are_answered_in_their_order()
    {
        const int Chats = 5;
        const int Messages = 120;
        var bot = await app.GivenBotAsync(A.Document(A.TextCommand("ping", "{{command.args}}")));
        var connection = (await app.Services.GetRequiredService<LiveConnections>().FindAsync(bot.Id, "telegram", default))!;
        var accept = app.Services.GetRequiredService<AcceptUpdate>();

        // As a poller does with a batch: all at once, in their order.
        await Task.WhenAll(
            Enumerable
                .Range(0, Chats * Messages)
                .Select(i => accept.RunAsync(connection, Update(i + 1, 100 + (i % Chats), $"/ping {i / Chats}")))
        );
        await bot.IdleAsync();

        foreach (var chat in bot.Telegram.Sent.GroupBy(m => m.ChatId))
        {
            Assert.Equal(Enumerable.Range(0, Messages).Select(i => $"{i}"), chat.Select(m => m.Text));
        }

        Assert.Equal(Chats * Messages, bot.Telegram.Sent.Count);
    }

    [Fact]
    public async Task A_burst_is_answered_in_order_while_the_model_is_slow_and_other_chats_do_not_wait()
    {
        var bot = await app.GivenBotAsync(A.Document(A.TextCommand("ping", "pong {{command.args}}")).WithPrompt());
        var (anna, boris) = (bot.Contact(), bot.Contact(5, "Boris"));
        var release = new TaskCompletionSource();
        app.Ai.Next(AiReply.Echo.After(release.Task));

        anna.Says("slow");
        anna.Says("/ping 1");
        anna.Says("then this");
        anna.Says("/ping 2");
        await app.Ai.RequestAsync();
        boris.Says("/ping me");
        Assert.Equal("pong me", (await boris.HearsAsync()).Text);
        await bot.Telegram.Updates.EmptyAsync();
        Assert.False(anna.HasNews);

        release.SetResult();
        foreach (var answer in new[] { "Echo: slow", "pong 1", "Echo: then this", "pong 2" })
        {
            Assert.Equal(answer, (await anna.HearsAsync()).Text);
        }

        await app.Ai.RequestAsync();
        await bot.QuietAsync();
        Assert.Equal(
            ["slow", "Echo: slow", "/ping 1", "pong 1", "then this", "Echo: then this", "/ping 2", "pong 2"],
            (await bot.MessagesAsync(anna.ChatId)).Select(m => m.Text)
        );
    }

    [Fact]
    public async Task A_limit_of_telegram_is_obeyed_in_the_order_of_the_chat()
    {
        var bot = await app.GivenBotAsync(A.Document(A.TextCommand("ping", "pong {{command.args}}")));
        var (anna, boris) = (bot.Contact(), bot.Contact(5, "Boris"));
        app.Telegram.Next("sendMessage", TelegramFault.RateLimited(1800));

        anna.Says("/ping 1");
        anna.Says("/ping 2");
        anna.Says("/ping 3");
        await bot.Telegram.Updates.EmptyAsync();
        await LiveBot.UntilAsync("the first waits", async () => await bot.JobsAsync(JobState.Waiting) is [_]);
        boris.Says("/ping me");
        Assert.Equal("pong me", (await boris.HearsAsync()).Text);
        await LiveBot.UntilAsync("nothing is under way", async () => await bot.JobsAsync(JobState.Leased) is []);

        app.Clock.Jump(TimeSpan.FromMinutes(29));
        Assert.Single(await bot.JobsAsync(JobState.Waiting));
        Assert.False(anna.HasNews);
        app.Clock.Jump(TimeSpan.FromMinutes(2));
        await bot.QuietLaterAsync();

        Assert.Equal(["pong 1", "pong 2", "pong 3"], bot.Telegram.Sent.Where(m => m.ChatId == anna.ChatId).Select(m => m.Text));
        Assert.Empty(await bot.JobsAsync(JobState.Dead));
        Assert.All(
            (await bot.MessagesAsync()).Where(m => m.Direction == MessageDirection.Out),
            m => Assert.Equal(MessageStatus.Sent, m.Status)
        );
    }

    [Fact]
    public async Task A_long_answer_goes_in_parts_and_only_a_part_that_may_not_have_arrived_is_repeated()
    {
        var text = string.Join("\n\n", Enumerable.Range(1, 300).Select(i => $"Paragraph {i} of a long story."));
        var bot = await app.GivenBotAsync(A.Document().WithPrompt());
        var anna = bot.Contact();
        app.Ai.Next(AiReply.Text(text));
        app.Telegram.Next("sendMessage", TelegramFault.None, TelegramFault.DropAfter);

        anna.Says("Tell me a story");
        await bot.Telegram.Updates.EmptyAsync();
        await LiveBot.UntilAsync("the second part waits", async () => await bot.JobsAsync(JobState.Waiting) is [_]);
        anna.Says("/start");
        await bot.QuietLaterAsync();

        var sent = bot.Telegram.Sent.Select(m => m.Text).ToList();
        Assert.Equal(5, sent.Count);
        Assert.Equal(sent[1], sent[2]);
        Assert.Equal("Welcome to the shop!", sent[4]);
        Assert.Equal(text, string.Join("\n\n", sent[0], sent[1], sent[3]));
    }

    private static void Ok(HttpStatusCode status) => Assert.Equal(HttpStatusCode.OK, status);

    private static byte[] Update(long id, long chat, string text) =>
        Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"update_id":{{{id}}},"message":{"message_id":{{{id}}},"date":1790000000,"from":{"id":{{{chat}}},"first_name":"A"},"chat":{"id":{{{chat}}},"type":"private"},"text":"{{{text}}}"}}"""
            )
        );
}
