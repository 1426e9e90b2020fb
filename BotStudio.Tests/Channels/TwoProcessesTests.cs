using BotStudio.Core.Conversations;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Channels;

/// <summary>Two processes of the product on one database, behind one address.</summary>
public sealed class TwoProcessesTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private LiveApp other = null!;

    public async Task InitializeAsync() => other = await app.StartAnotherAsync();

    public Task DisposeAsync() => other.DisposeAsync();

    [Fact]
    public async Task They_share_the_work_and_keep_every_chat_in_order()
    {
        const int Chats = 25;
        var bot = await app.GivenBotAsync(A.Document(A.TextCommand("ping", "pong {{command.args}}")).WithPrompt());
        app.Ai.Latency = TimeSpan.FromMilliseconds(40);
        var people = Enumerable.Range(1, Chats).Select(i => bot.Contact(i, $"P{i}")).ToList();
        foreach (var text in new[] { "/ping 1", "think 2", "/ping 3", "/ping 4", "think 5", "/ping 6" })
        {
            people.ForEach(person => person.Says(text));
        }

        await bot.QuietAsync();

        foreach (var chat in bot.Telegram.Sent.GroupBy(m => m.ChatId))
        {
            Assert.Equal(["pong 1", "Echo: think 2", "pong 3", "pong 4", "Echo: think 5", "pong 6"], chat.Select(m => m.Text));
        }

        Assert.Equal(Chats * 6, bot.Telegram.Sent.Count);
        Assert.Equal(Chats * 2, app.Ai.Requests.Count(r => r.LastUserText.StartsWith("think", StringComparison.Ordinal)));
        Assert.All(new[] { app, other }, process => Assert.True(process.Services.GetRequiredService<CurrentWorker>().Settled > 0));
        app.Ai.Latency = TimeSpan.Zero;
    }

    [Fact]
    public async Task What_one_publishes_the_other_answers()
    {
        var bot = await app.GivenBotAsync(A.Document());
        app.Door.LeadTo(other.Address);
        var anna = bot.Contact();
        anna.Says("/start");
        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);

        await bot.PublishAsync(A.Document() with { Welcome = A.Text("New shop!") });

        await LiveBot.UntilAsync(
            "the new version answers",
            async () =>
            {
                anna.Says("/start");
                return (await anna.HearsAsync()).Text == "New shop!";
            }
        );
    }

    [Fact]
    public async Task What_a_process_cannot_finish_before_it_stops_the_other_takes_over()
    {
        var bot = await app.GivenBotAsync(A.Document().WithPrompt());
        app.Door.LeadTo(other.Address);
        var anna = bot.Contact();
        app.Ai.Next(AiReply.Stall);
        anna.Says("hello");
        await LiveBot.UntilAsync("the model is asked", () => Task.FromResult(app.Ai.InFlight == 1));
        app.Door.LeadTo(app.Address);

        var asked = app.Ai.Requests.Count;
        var stopping = other.DisposeAsync();
        await LiveBot.UntilAsync(
            "it gives up waiting",
            () =>
            {
                // The one that takes over has its own time for the answer.
                if (app.Ai.Requests.Count == asked)
                {
                    app.Clock.Jump(TimeSpan.FromSeconds(3));
                }

                return Task.FromResult(stopping.IsCompleted);
            }
        );

        Assert.Equal("Echo: hello", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.Equal(["hello", "Echo: hello"], (await bot.MessagesAsync()).Select(m => m.Text));
        Assert.Single(bot.Telegram.Sent);
    }

    [Fact]
    public async Task Stopping_finishes_what_is_about_to_be_answered()
    {
        var bot = await app.GivenBotAsync(A.Document().WithPrompt());
        app.Door.LeadTo(other.Address);
        var anna = bot.Contact();
        var release = new TaskCompletionSource();
        var asked = app.Ai.Requests.Count;
        app.Ai.Next(AiReply.Echo.After(release.Task));
        anna.Says("hello");
        await LiveBot.UntilAsync("the model is asked", () => Task.FromResult(app.Ai.InFlight == 1));

        var stopping = other.DisposeAsync();
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;

        Assert.Equal("Echo: hello", (await anna.HearsAsync()).Text);
        Assert.Equal(1, app.Ai.Requests.Count - asked);
        await bot.IdleAsync();
        Assert.Equal(MessageStatus.Sent, (await bot.MessagesAsync())[1].Status);
    }
}
