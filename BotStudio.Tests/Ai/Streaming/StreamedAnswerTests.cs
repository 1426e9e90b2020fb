using System.Text.Json;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Ai.Streaming;

/// <summary>What a contact sees of an answer while the model writes it, through the real product.</summary>
public sealed class StreamedAnswerTests(StreamedAnswerTests.BothProviders app)
    : IClassFixture<StreamedAnswerTests.BothProviders>,
        IAsyncLifetime
{
    private readonly AiPen pen = new();
    private LiveBot bot = null!;
    private TelegramContact anna = null!;

    public async Task InitializeAsync()
    {
        bot = await app.GivenBotAsync(A.Document().WithPrompt());
        anna = bot.Contact();
    }

    public Task DisposeAsync()
    {
        pen.End();
        app.Ai.ForgetReplies();
        app.Ai.Always = AiReply.Echo;
        app.Telegram.Forget("sendMessageDraft");
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("gpt-4o-mini")]
    [InlineData("claude-haiku-4-5")]
    public async Task An_answer_grows_in_a_private_chat_and_is_sent_when_it_is_whole(string model)
    {
        await bot.PublishAsync(WithModel(model));
        app.Ai.Next(AiReply.Written(pen));
        anna.Says("When do you open?");
        pen.Write("We **open** ");

        var first = await anna.SeesDraftAsync();
        Assert.Equal("We open", first.Text);
        Assert.True(first.CanStop);
        Assert.True(app.Ai.Requests[^1].IsStream);

        pen.Write("at *ni");
        var second = await NextDraftAsync();
        Assert.Equal((first.Id, "We open at *ni"), (second.Id, second.Text));
        pen.End("ne*.");

        var message = await anna.HearsAsync();
        Assert.Equal("We open at nine.", message.Text);
        await bot.QuietAsync();
        app.Clock.Jump(TimeSpan.FromMinutes(1));
        Assert.All(bot.Telegram.Drafts, draft => Assert.Equal(0, draft.MessagesBefore));
        Assert.False(anna.HasNews);
        Assert.True((await bot.MessagesAsync())[1] is { Status: MessageStatus.Sent, TokensOut: > 0 });
    }

    [Fact]
    public async Task Switched_off_the_answer_comes_when_it_is_whole()
    {
        var document = A.Document().WithPrompt();
        await bot.PublishAsync(document with { Prompt = document.Prompt with { Streams = false } });
        anna.Says("hello");

        Assert.Equal("Echo: hello", (await anna.HearsAsync()).Text);
        Assert.False(app.Ai.Requests[^1].IsStream);
        Assert.Empty(bot.Telegram.Drafts);
    }

    [Fact]
    public async Task Groups_and_business_chats_see_that_the_bot_is_writing_and_no_draft()
    {
        var release = new TaskCompletionSource();
        app.Ai.Next(AiReply.Echo.After(release.Task));
        var member = bot.MemberOf(-1001);
        member.Says($"@{bot.Telegram.Username} hello");
        await LiveBot.UntilAsync(
            "the bot is seen writing",
            () =>
            {
                app.Clock.Jump(TimeSpan.FromMilliseconds(300));
                return Task.FromResult(app.Telegram.CallsOf("sendChatAction").Any(call => call.Token == bot.Token));
            }
        );
        release.SetResult();
        Assert.StartsWith("Echo:", (await member.HearsAsync()).Text, StringComparison.Ordinal);

        anna.WritesToBusiness("b1", "and you?");
        Assert.Equal("Echo: and you?", (await anna.HearsAsync()).Text);
        Assert.Empty(bot.Telegram.Drafts);
    }

    [Fact]
    public async Task What_takes_longer_than_a_draft_lives_is_shown_again()
    {
        app.Ai.Next(AiReply.Written(pen));
        anna.Says("hello");
        pen.Write("Let me think.");
        await anna.SeesDraftAsync();

        Assert.Equal("Let me think.", (await NextDraftAsync()).Text);
        pen.End();
        Assert.Equal("Let me think.", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task Too_many_drafts_cost_drafts_and_never_the_answer()
    {
        app.Telegram.Next("sendMessageDraft", TelegramFault.RateLimited(3600));
        app.Ai.Next(AiReply.Written(pen));
        anna.Says("hello");
        pen.Write("We open ");
        await LiveBot.UntilAsync("a draft is refused", () => Task.FromResult(DraftCalls() == 1));
        pen.Write("at nine.");
        app.Clock.Jump(TimeSpan.FromSeconds(5));
        pen.End();

        Assert.Equal("We open at nine.", (await anna.HearsAsync()).Text);
        anna.Says("and now?");
        Assert.Equal("Echo: and now?", (await anna.HearsAsync()).Text);
        Assert.Equal(1, DraftCalls());
    }

    [Fact]
    public async Task A_draft_that_nobody_answers_does_not_hold_the_answer_up()
    {
        app.Telegram.Next("sendMessageDraft", TelegramFault.Stall);
        anna.Says("hello");

        Assert.Equal("Echo: hello", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task Whoever_stops_an_answer_keeps_what_they_have_seen()
    {
        app.Ai.Next(AiReply.Written(pen));
        anna.Says("Tell me everything");
        pen.Write("We open at nine and");
        var draft = await anna.SeesDraftAsync();

        anna.Stops(draft.Id);

        Assert.Equal("We open at nine and…", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        var said = (await bot.MessagesAsync())[1];
        Assert.True(ReasonOf(said).WasStopped);
        Assert.True(said is { TokensIn: > 0, TokensOut: > 0 });
        await using var db = app.OpenDatabase();
        var usage = await db.UsageRecords.SingleAsync(record => record.BotId == bot.Id && record.Kind != UsageKind.Message);
        Assert.Equal((UsageRecord.Stopped, said.TokensOut), (usage.Outcome, usage.TokensOut));
        Assert.True(usage.Cost > 0);

        anna.Says("Thanks");
        Assert.Equal("Echo: Thanks", (await anna.HearsAsync()).Text);
        Assert.Contains(("assistant", "We open at nine and…"), app.Ai.Requests[^1].Messages);
    }

    [Fact]
    public async Task The_button_under_an_earlier_answer_stops_no_later_one()
    {
        app.Ai.Next(AiReply.Written(pen));
        anna.Says("one");
        pen.Write("First.");
        var earlier = await anna.SeesDraftAsync();
        pen.End();
        await anna.HearsAsync();
        await bot.QuietAsync();

        var later = new AiPen();
        app.Ai.Next(AiReply.Written(later));
        anna.Says("two");
        later.Write("Second ");
        Assert.NotEqual(earlier.Id, (await anna.SeesDraftAsync()).Id);
        anna.Stops(earlier.Id);
        await bot.Telegram.Updates.EmptyAsync();
        later.End("answer.");

        Assert.Equal("Second answer.", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task Stop_as_a_command_ends_the_answer_and_is_answered()
    {
        app.Ai.Next(AiReply.Written(pen));
        anna.Says("Tell me all of it");
        pen.Write("We open at nine.");
        await anna.SeesDraftAsync();

        anna.Says("/stop");

        Assert.Equal("We open at nine.", (await anna.HearsAsync()).Text);
        Assert.NotEmpty((await anna.HearsAsync()).Text);
        Assert.Equal(1, app.Ai.Requests.Count(request => request.LastUserText == "Tell me all of it"));
    }

    [Theory]
    [InlineData("gpt-4o-mini")]
    [InlineData("claude-haiku-4-5")]
    public async Task A_stream_that_breaks_off_is_asked_for_again_and_replaced(string model)
    {
        await bot.PublishAsync(WithModel(model));
        app.Ai.Next(AiReply.Written(pen));
        anna.Says("hello");
        pen.Write("We op");
        await anna.SeesDraftAsync();
        pen.Break();

        await app.LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));

        Assert.Equal("Echo: hello", (await anna.HearsAsync()).Text);
        Assert.False(anna.HasNews);
        Assert.Empty(await bot.ProblemsAsync());
    }

    [Fact]
    public async Task A_model_that_falls_silent_in_the_middle_costs_its_time_limit_and_the_fallback_answers()
    {
        app.Ai.Next(AiReply.Written(pen));
        anna.Says("hello");
        pen.Write("We op");
        await anna.SeesDraftAsync();

        app.Clock.Jump(TimeSpan.FromSeconds(61));

        Assert.Equal("Sorry, I did not get that.", (await anna.HearsAsync()).Text);
        Assert.Equal(["ai.timeout"], await bot.ProblemsAsync());
    }

    [Fact]
    public async Task A_turn_whose_process_died_is_asked_again_and_answered_once()
    {
        app.Ai.Next(AiReply.Written(pen));
        anna.Says("hello");
        pen.Write("We op");
        var before = await anna.SeesDraftAsync();

        // As it looks when the process that held it is gone.
        await app.ExecuteAsync($"update jobs set lease_owner = gen_random_uuid() where subject_id = '{bot.Id}' and kind = 'ai.answer'");
        pen.End("en at nine.");
        await app.LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));

        Assert.Equal("Echo: hello", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.False(anna.HasNews);
        Assert.Equal(2, (await bot.MessagesAsync()).Count);
        Assert.All(bot.Telegram.Drafts, draft => Assert.Equal(before.Id, draft.Id));
    }

    private static BotDocument WithModel(string model)
    {
        var document = A.Document().WithPrompt();
        return document with { Prompt = document.Prompt with { Model = model } };
    }

    private static ReplyReason ReasonOf(Message message) =>
        JsonSerializer.Deserialize(message.Reason!, ConversationJson.Default.ReplyReason)!;

    private int DraftCalls() => app.Telegram.CallsOf("sendMessageDraft").Count(call => call.Token == bot.Token);

    /// <summary>Lets time go on until the next one comes.</summary>
    private async Task<SentDraft> NextDraftAsync()
    {
        var next = anna.SeesDraftAsync();
        await LiveBot.UntilAsync(
            "another draft comes",
            () =>
            {
                app.Clock.Jump(TimeSpan.FromMilliseconds(250));
                return Task.FromResult(next.IsCompleted);
            }
        );
        return await next;
    }

    public sealed class BothProviders : LiveApp
    {
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>(base.Settings)
            {
                ["Anthropic:ApiKey"] = "sk-ant-test",
                ["Anthropic:BaseUrl"] = Ai.AnthropicUrl.AbsoluteUri,
            };
    }
}
