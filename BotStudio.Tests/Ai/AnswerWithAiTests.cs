using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;

namespace BotStudio.Tests.Ai;

/// <summary>A turn that the model answers, or does not, through the real product.</summary>
public sealed class AnswerWithAiTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private const string Fallback = "Sorry, I did not get that.";

    private LiveBot bot = null!;
    private TelegramContact anna = null!;

    public async Task InitializeAsync()
    {
        bot = await app.GivenBotAsync(A.Document().WithPrompt());
        anna = bot.Contact();
    }

    public Task DisposeAsync()
    {
        app.Ai.Always = AiReply.Echo;
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_model_sees_the_last_messages_in_their_order_and_the_language_to_answer_in()
    {
        var prompt = new PromptSettings
        {
            IsActive = true,
            Text = "You sell coffee to {{contact.first_name}}.",
            HistoryLength = 3,
        };
        await bot.PublishAsync(A.Document() with { Prompt = prompt });
        var olena = bot.Contact(5, "Olena", "uk");
        foreach (var text in new[] { "one", "two", "three" })
        {
            olena.Says(text);
            Assert.Equal("Echo: " + text, (await olena.HearsAsync()).Text);
        }

        var asked = app.Ai.Requests[^1];
        Assert.Equal([("assistant", "Echo: one"), ("user", "two"), ("assistant", "Echo: two"), ("user", "three")], asked.Messages.Skip(1));
        Assert.Equal("system", asked.Messages[0].Role);
        Assert.StartsWith("You sell coffee to Olena.", asked.Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("Answer in Ukrainian", asked.Messages[0].Text, StringComparison.Ordinal);
        Assert.Equal($"Bearer {LiveApp.AiKey}", asked.Authorization);
    }

    [Fact]
    public async Task What_an_answer_cost_is_on_its_message()
    {
        anna.Says("How much is the coffee?");
        await anna.HearsAsync();
        await bot.QuietAsync();

        var answer = (await bot.MessagesAsync())[1];
        Assert.Equal(("Echo: How much is the coffee?", MessageStatus.Sent), (answer.Text, answer.Status));
        Assert.Equal("gpt-4o-mini-2026-01-01", answer.Model);
        Assert.True(answer.TokensIn > 0 && answer.TokensOut > 0 && answer.LatencyMs >= 0);
        Assert.Equal(new ReplyReason(ReplyStep.Ai, Version: 1), ReasonOf(answer));
    }

    [Fact]
    public async Task A_command_asks_with_its_own_prompt_and_its_arguments()
    {
        await bot.PublishAsync(A.Document(A.Command("joke", new AiResponse { Text = "Tell jokes only." })));

        anna.Says("/joke about cats");
        Assert.Equal("Echo: about cats", (await anna.HearsAsync()).Text);

        Assert.StartsWith("Tell jokes only.", app.Ai.Requests[^1].Messages[0].Text, StringComparison.Ordinal);
        anna.Says("no command");
        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task Whoever_waits_sees_that_the_bot_is_writing()
    {
        var release = new TaskCompletionSource();
        app.Ai.Next(AiReply.Echo.After(release.Task));
        anna.Says("think");
        await LiveBot.UntilAsync("the model is asked", () => Task.FromResult(app.Ai.Requests.Any(r => r.LastUserText == "think")));
        Assert.Equal(0, Typing());

        foreach (var shown in new[] { 1, 2 })
        {
            await LiveBot.UntilAsync(
                "the bot is seen writing",
                () =>
                {
                    app.Clock.Jump(TimeSpan.FromMilliseconds(300));
                    return Task.FromResult(Typing() >= shown);
                }
            );
        }

        release.SetResult();
        await anna.HearsAsync();
        int Typing() => app.Telegram.CallsOf("sendChatAction").Count(call => call.Token == bot.Token);
    }

    [Fact]
    public async Task A_refused_key_falls_back_at_once_and_is_on_the_card_until_an_answer_comes()
    {
        var before = app.Ai.Requests.Count;
        app.Ai.Next(AiReply.Status(401, "invalid_api_key"));

        anna.Says("hello");
        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.Equal(1, app.Ai.Requests.Count - before);
        Assert.Equal(["ai.key_refused"], await bot.ProblemsAsync());
        Assert.Equal(new ReplyReason(ReplyStep.Ai, Version: 1, Problem: "ai.key_refused"), ReasonOf((await bot.MessagesAsync())[1]));

        anna.Says("at once");
        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        Assert.Equal(1, app.Ai.Requests.Count - before);
        await bot.QuietAsync();

        // The platform's key changes with a restart only, so it is tried again by itself.
        app.Clock.Jump(TimeSpan.FromMinutes(1));
        anna.Says("again");
        Assert.Equal("Echo: again", (await anna.HearsAsync()).Text);
        await LiveBot.UntilAsync("the card is clean", async () => await bot.ProblemsAsync() is []);
    }

    [Fact]
    public async Task Too_many_requests_are_tried_again_when_the_provider_says()
    {
        app.Ai.Next(AiReply.Status(429, "rate_limit_exceeded", retryAfter: "7"), AiReply.Status(503));
        anna.Says("hello");

        await app.LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));

        Assert.Equal("Echo: hello", (await anna.HearsAsync()).Text);
        Assert.Empty(await bot.ProblemsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_that_stays_down_is_asked_a_few_times_and_then_the_fallback_answers(bool isGarbage)
    {
        app.Ai.Always = isGarbage ? AiReply.Garbage : AiReply.Status(500);
        var before = app.Ai.Requests.Count;
        anna.Says("hello");
        anna.Says("/start");

        await app.LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));

        Assert.Equal([Fallback, "Welcome to the shop!"], [(await anna.HearsAsync()).Text, (await anna.HearsAsync()).Text]);
        Assert.InRange(app.Ai.Requests.Count - before, 6, 12);
        Assert.Equal([isGarbage ? "ai.unreachable" : "ai.overloaded"], await bot.ProblemsAsync());
        await bot.QuietAsync();
        Assert.Empty(await bot.JobsAsync(JobState.Dead));
    }

    [Fact]
    public async Task A_silent_model_costs_its_time_limit_once()
    {
        var before = app.Ai.Requests.Count;
        app.Ai.Next(AiReply.Stall);
        anna.Says("hello");
        await LiveBot.UntilAsync("the model is asked", () => Task.FromResult(app.Ai.Requests.Count > before));

        app.Clock.Jump(TimeSpan.FromSeconds(61));

        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        Assert.Equal(1, app.Ai.Requests.Count - before);
        Assert.Equal(["ai.timeout"], await bot.ProblemsAsync());
    }

    [Fact]
    public async Task An_empty_answer_is_paid_for_and_falls_back()
    {
        app.Ai.Next(AiReply.Empty);
        anna.Says("hello");
        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.True((await bot.MessagesAsync())[1].TokensIn > 0);
        Assert.Equal(["ai.empty"], await bot.ProblemsAsync());
    }

    [Fact]
    public async Task What_the_database_cannot_store_is_left_out_of_an_answer()
    {
        app.Ai.Next(AiReply.Text("one\0 two"));
        anna.Says("hello");

        Assert.Equal("one two", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task A_version_without_ai_that_is_published_meanwhile_answers()
    {
        app.Ai.Always = AiReply.Status(500);
        anna.Says("hello");
        await app.LaterAsync("it is to be asked again later", async () => await bot.JobsAsync(JobState.Waiting) is [_]);

        await bot.PublishAsync(A.Document() with { Fallback = A.Text("Only commands here.") });
        await app.LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));

        Assert.Equal("Only commands here.", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.Equal(new ReplyReason(ReplyStep.Fallback, Version: 2), ReasonOf((await bot.MessagesAsync())[1]));
    }

    [Fact]
    public async Task A_bot_that_is_taken_down_meanwhile_says_so()
    {
        app.Ai.Always = AiReply.Status(500);
        anna.Says("hello");
        await app.LaterAsync("it is to be asked again later", async () => await bot.JobsAsync(JobState.Waiting) is [_]);

        await app.ExecuteAsync(
            $"update bots set published_version_id = null where id = '{bot.Id}'; select pg_notify('botstudio_bots', '{bot.Id}')"
        );
        await app.LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));

        Assert.Equal("This bot is still being set up. Please come back a little later.", (await anna.HearsAsync()).Text);
    }

    private static ReplyReason ReasonOf(Message message) =>
        JsonSerializer.Deserialize(message.Reason!, ConversationJson.Default.ReplyReason)!;
}

public sealed class AnswerWithoutKeyTests(AnswerWithoutKeyTests.KeylessApp app) : IClassFixture<AnswerWithoutKeyTests.KeylessApp>
{
    [Fact]
    public async Task Without_a_key_the_fallback_answers_and_the_card_says_why()
    {
        var bot = await app.GivenBotAsync(A.Document().WithPrompt());
        var anna = bot.Contact();

        anna.Says("hello");
        Assert.Equal("Sorry, I did not get that.", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal(["ai.no_key"], await bot.ProblemsAsync());
        Assert.Empty(app.Ai.Requests);
    }

    public sealed class KeylessApp : LiveApp
    {
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>(base.Settings) { ["OpenAI:ApiKey"] = null };
    }
}
