using System.Text.Json;
using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Ai;

/// <summary>What answers cost and what happens at the limit, through the real product.</summary>
public sealed class AnswersAndMoneyTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private const string Fallback = "Sorry, I did not get that.";

    private LiveBot bot = null!;
    private TelegramContact anna = null!;

    public async Task InitializeAsync()
    {
        var price = A.TextCommand("price", "Ten euros") with { Description = A.Text("What it costs") };
        bot = await app.GivenBotAsync(A.Document(price, A.TextCommand("hidden", "No")).WithPrompt());
        anna = bot.Contact();
    }

    public Task DisposeAsync()
    {
        app.Ai.ForgetReplies();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_an_answer_cost_is_on_its_message_and_in_the_records_once()
    {
        app.Ai.Next(AiReply.Costing(1_000_000, 400_000, 500_000, "Nine euros."));

        anna.Says("How much?");
        Assert.Equal("Nine euros.", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        // 600,000 × 0.15 + 400,000 × 0.075 + 500,000 × 0.60 dollars a million.
        var message = (await bot.MessagesAsync())[1];
        Assert.Equal((0.42m, 400_000), (message.Cost, message.TokensCached));
        var record = Assert.Single(await RecordsAsync());
        Assert.Equal((0.42m, UsageKind.Reply, UsageRecord.Answered), (record.Cost, record.Kind, record.Outcome));
        Assert.Equal((await bot.ContactsAsync()).Single().Id, record.ContactId);
    }

    [Fact]
    public async Task A_message_that_no_model_answers_costs_nothing()
    {
        anna.Says("/price");
        await anna.HearsAsync();
        await bot.QuietAsync();

        Assert.Empty(await RecordsAsync());
        Assert.Null((await bot.MessagesAsync())[1].Cost);
    }

    [Fact]
    public async Task A_try_that_fails_and_the_one_that_answers_are_both_written_down()
    {
        app.Ai.Next([.. Enumerable.Repeat(AiReply.Status(500), 4)]);
        anna.Says("hello");

        await app.LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));
        await bot.QuietLaterAsync();

        Assert.Equal(
            ["ai.overloaded", UsageRecord.Answered],
            (await RecordsAsync()).Select(record => record.Outcome).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Stop_breaks_off_the_answer_that_it_would_have_to_wait_for()
    {
        app.Ai.Next(AiReply.Stall);
        anna.Says("Tell me everything");
        await LiveBot.UntilAsync(
            "the model is asked",
            () => Task.FromResult(app.Ai.Requests.Any(r => r.LastUserText == "Tell me everything"))
        );

        anna.Says("/stop");

        Assert.NotEqual(Fallback, (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.False(anna.HasNews);
        Assert.Equal(0, app.Ai.InFlight);
        Assert.Equal(UsageRecord.Stopped, Assert.Single(await RecordsAsync()).Outcome);
        Assert.Empty(await bot.ProblemsAsync());
    }

    [Fact]
    public async Task At_the_limit_the_bot_shows_its_commands()
    {
        await LimitAsync(offersCommands: true, asksHuman: false);
        await UseUpAsync();

        anna.Says("And then?");
        var heard = (await anna.HearsAsync()).Text;

        Assert.Contains("/price – What it costs", heard, StringComparison.Ordinal);
        Assert.DoesNotContain("/hidden", heard, StringComparison.Ordinal);
        await bot.QuietAsync();
        var last = (await bot.MessagesAsync())[^1];
        Assert.Equal("ai.limit_reached", JsonSerializer.Deserialize(last.Reason!, ConversationJson.Default.ReplyReason)!.Problem);
        Assert.Null(last.Cost);
    }

    [Fact]
    public async Task At_the_limit_the_conversation_waits_for_a_person()
    {
        await LimitAsync(offersCommands: false, asksHuman: true);
        await UseUpAsync();

        anna.Says("And then?");
        Assert.Equal("A person will answer you here soon.", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.NotNull((await bot.ConversationsAsync()).Single().HumanWantedAt);
    }

    [Fact]
    public async Task At_the_limit_there_is_never_silence_and_the_next_day_goes_on()
    {
        await LimitAsync(offersCommands: false, asksHuman: false);
        await UseUpAsync();

        anna.Says("And then?");
        Assert.StartsWith("I can't answer this right now", (await anna.HearsAsync()).Text, StringComparison.Ordinal);

        await bot.QuietAsync();
        app.Clock.Jump(TimeSpan.FromDays(1));
        anna.Says("Good morning");
        Assert.Equal("Echo: Good morning", (await anna.HearsAsync()).Text);
    }

    private async Task LimitAsync(bool offersCommands, bool asksHuman)
    {
        var input = new BudgetInput(
            bot.Id,
            IsPerContact: false,
            BudgetPeriodKind.Day,
            BudgetUnit.Messages,
            1,
            OffersCommands: offersCommands,
            AsksHuman: asksHuman
        );
        Assert.True((await bot.RunAsync((SaveBudget act) => act.RunAsync(null, input, default))).Succeeded);
    }

    private async Task UseUpAsync()
    {
        anna.Says("Hello");
        Assert.Equal("Echo: Hello", (await anna.HearsAsync()).Text);
    }

    private async Task<List<UsageRecord>> RecordsAsync()
    {
        await using var db = app.OpenDatabase();
        return await db.UsageRecords.Where(record => record.BotId == bot.Id && record.Kind != UsageKind.Message).ToListAsync();
    }
}
