using BotStudio.Core.Ai.KeptAnswers;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Tools;
using BotStudio.Tests.Ai.Safety;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Ai.KeptAnswers;

/// <summary>The same question is paid for once, and nobody hears what was meant for another.</summary>
public sealed class KeptAnswersTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private const string Question = "When are you open?";

    private int askedBefore;

    private int Asked => app.Ai.Requests.Count - askedBefore;

    public Task InitializeAsync()
    {
        askedBefore = app.Ai.Requests.Count;
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        app.Ai.ForgetReplies();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Whoever_asks_the_same_hears_the_same_at_no_cost_and_it_says_so()
    {
        var bot = await app.GivenBotAsync(Document());
        app.Ai.Next(AiReply.Text("From nine to five."), AiReply.Text("Somebody asked again."));

        Assert.Equal("From nine to five.", await AskAsync(bot, 1, Question));
        Assert.Equal("From nine to five.", await AskAsync(bot, 2, "  when are you\nOPEN? "));
        await bot.QuietAsync();

        Assert.Equal(1, Asked);
        var kept = (await bot.MessagesAsync(2))[1];
        Assert.True(ModerationTests.ReasonOf(kept).IsKept);
        Assert.Equal(0m, kept.Cost);
        var record = Assert.Single(await RecordsAsync(bot), each => each.Kind == UsageKind.KeptAnswer);
        Assert.Equal((0m, 0, 0, "openai"), (record.Cost, record.TokensIn, record.TokensOut, record.Provider));
        Assert.Single(await RecordsAsync(bot), each => each.Kind == UsageKind.Reply);
    }

    [Fact]
    public async Task It_is_the_owners_wish_and_else_everybody_is_answered_anew()
    {
        var bot = await app.GivenBotAsync(Document() with { KeptAnswers = new KeptAnswerSettings() });

        await AskAsync(bot, 1, Question);
        await AskAsync(bot, 2, Question);

        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task Another_language_another_version_and_a_later_day_are_asked_anew()
    {
        var document = Document() with { Languages = ["en", "de"] };
        var bot = await app.GivenBotAsync(document);

        await AskAsync(bot, 1, Question);
        await AskAsync(bot, 2, Question, "de");
        Assert.Equal(2, Asked);

        await bot.PublishAsync(document with { Name = "Shop 2" });
        await AskAsync(bot, 3, Question);
        Assert.Equal(3, Asked);
        await AskAsync(bot, 4, Question);
        Assert.Equal(3, Asked);

        await bot.QuietAsync();
        // As if the day that it is kept for were over.
        await app.ExecuteAsync(
            $"update kept_answers set created_at = created_at - interval '1 day', expires_at = expires_at - interval '1 day' where bot_id = '{bot.Id}'"
        );
        await AskAsync(bot, 5, Question);
        Assert.Equal(4, Asked);
    }

    [Fact]
    public async Task What_is_told_about_the_contact_is_nobody_elses_answer()
    {
        var bot = await app.GivenBotAsync(A.Document().WithPrompt("You serve {{contact.first_name}}.") with { KeptAnswers = On });

        await AskAsync(bot, 1, Question, name: "Anna");
        await AskAsync(bot, 2, Question, name: "Olena");
        Assert.Equal(2, Asked);
        await AskAsync(bot, 3, Question, name: "Anna");
        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task Words_that_go_on_with_a_talk_are_asked_of_the_model()
    {
        var bot = await app.GivenBotAsync(Document());
        app.Ai.Next(AiReply.Text("Yes, what?"));
        await AskAsync(bot, 1, "Yes");

        var anna = bot.Contact(2);
        app.Ai.Next(AiReply.Text("Shall I book a table?"), AiReply.Text("It is booked."), AiReply.Text("No, we are closed."));
        anna.Says("I would like to come");
        await anna.HearsAsync();
        anna.Says("Yes");
        Assert.Equal("It is booked.", (await anna.HearsAsync()).Text);
        anna.Says("And on Sunday it is closed?");
        Assert.Equal("No, we are closed.", (await anna.HearsAsync()).Text);

        // It was not the opening of a talk, so it is nobody else's answer.
        app.Ai.Next(AiReply.Text("On Sunday what?"));
        Assert.Equal("On Sunday what?", await AskAsync(bot, 3, "And on Sunday it is closed?"));
    }

    [Fact]
    public async Task The_same_contact_may_ask_again()
    {
        var bot = await app.GivenBotAsync(Document());
        var anna = bot.Contact();
        app.Ai.Next(AiReply.Text("From nine to five."), AiReply.Text("Nine to five, as I said."));

        anna.Says(Question);
        await anna.HearsAsync();
        anna.Says(Question);

        Assert.Equal("From nine to five.", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task What_was_done_for_a_contact_is_not_kept()
    {
        var tools = new ToolSettings { BuiltIn = new Dictionary<string, BuiltInUse> { ["register_lead"] = new() } };
        var document = Document();
        var bot = await app.GivenBotAsync(document with { Prompt = document.Prompt with { Tools = tools } });
        app.Ai.Next(
            AiReply.CallTool("register_lead", """{"need":"Beans"}"""),
            AiReply.Text("You will hear from us."),
            AiReply.Text("Who are you?")
        );

        Assert.Equal("You will hear from us.", await AskAsync(bot, 1, "I want five kilos of beans"));
        Assert.Equal("Who are you?", await AskAsync(bot, 2, "I want five kilos of beans"));
    }

    [Fact]
    public async Task A_refused_question_is_not_answered_from_what_was_kept()
    {
        var document = Document();
        var bot = await app.GivenBotAsync(document);
        await AskAsync(bot, 1, "Where is the casino?");

        await bot.PublishAsync(
            document with
            {
                Safety = new SafetySettings { Moderation = ModerationKind.Words, Words = ["casino"] },
            }
        );

        Assert.StartsWith("I can't answer that", await AskAsync(bot, 2, "Where is the casino?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_counted_and_forgotten_at_once_or_with_the_contact()
    {
        var bot = await app.GivenBotAsync(Document());
        await AskAsync(bot, 1, Question);
        await AskAsync(bot, 2, "Where are you?");
        await bot.QuietAsync();
        Assert.Equal(2, (await bot.RunAsync((CountKeptAnswers act) => act.RunAsync(bot.Id, default))).Value);

        await app.ExecuteAsync($"delete from contacts where bot_id = '{bot.Id}' and external_id = '1'");
        Assert.Equal(1, (await bot.RunAsync((CountKeptAnswers act) => act.RunAsync(bot.Id, default))).Value);

        Assert.Equal(1, (await bot.RunAsync((ForgetKeptAnswers act) => act.RunAsync(bot.Id, default))).Value);
        await AskAsync(bot, 3, "Where are you?");
        Assert.Equal(3, Asked);
    }

    private static KeptAnswerSettings On => new() { IsOn = true };

    private static BotDocument Document() => A.Document().WithPrompt() with { KeptAnswers = On };

    /// <summary>Somebody who has never written before asks.</summary>
    private static async Task<string> AskAsync(LiveBot bot, long contactId, string text, string language = "en", string name = "Anna")
    {
        var contact = bot.Contact(contactId, name, language);
        contact.Says(text);
        return (await contact.HearsAsync()).Text;
    }

    private async Task<List<UsageRecord>> RecordsAsync(LiveBot bot)
    {
        await using var db = app.OpenDatabase();
        return await db.UsageRecords.Where(record => record.BotId == bot.Id).ToListAsync();
    }
}
