using System.Text.Json;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Ai.Safety;

/// <summary>What owners do not want answered is not, before the model is asked and behind it, and it is never silent.</summary>
public sealed class ModerationTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private const string NotAnswered = "I can't answer that. Is there anything else I can help you with?";
    private const string Withheld = "I don't have a good answer to that. Please try to ask in other words.";

    private int askedBefore;
    private int judgedBefore;

    private int Asked => app.Ai.Requests.Count - askedBefore;

    private IEnumerable<string> Judged => app.Ai.Judged.Skip(judgedBefore);

    public Task InitializeAsync()
    {
        (askedBefore, judgedBefore) = (app.Ai.Requests.Count, app.Ai.Judged.Count);
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        app.Ai.ForgetReplies();
        app.Ai.ModerationStatus = 200;
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_word_of_the_owners_list_is_not_answered_and_the_transcript_says_why()
    {
        var bot = await BotAsync(new SafetySettings { Moderation = ModerationKind.Words, Words = ["casino"] });
        var anna = bot.Contact();

        anna.Says("Where is the CASINO?");
        Assert.Equal(NotAnswered, (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal(0, Asked);
        Assert.Empty(Judged);
        var reason = ReasonOf((await bot.MessagesAsync())[1]);
        Assert.Equal((ReplyStep.Safety, "safety.word", "casino"), (reason.Step, reason.Problem, reason.ProblemDetail));
        Assert.Empty(await RecordsAsync(bot));
    }

    [Fact]
    public async Task What_was_not_answered_is_not_told_to_the_model_with_the_next_question()
    {
        var bot = await BotAsync(new SafetySettings { Moderation = ModerationKind.Words, Words = ["casino"] });
        var anna = bot.Contact();
        foreach (var text in new[] { "Hello", "A casino, please", "Do you have coffee?" })
        {
            anna.Says(text);
            await anna.HearsAsync();
        }

        Assert.Equal(
            [("user", "Hello"), ("assistant", "Echo: Hello"), ("user", "Do you have coffee?")],
            app.Ai.Requests[^1].Messages.Skip(1)
        );
    }

    [Fact]
    public async Task The_provider_judges_in_its_own_words_and_its_judgement_is_shown()
    {
        var bot = await BotAsync(new SafetySettings { Moderation = ModerationKind.Provider });
        var anna = bot.Contact();

        anna.Says("You idiot");
        Assert.Equal(NotAnswered, (await anna.HearsAsync()).Text);
        anna.Says("You are nice");
        Assert.Equal("Echo: You are nice", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Equal(["You idiot", "You are nice"], Judged);
        Assert.Equal(1, Asked);
        var reason = ReasonOf((await bot.MessagesAsync())[1]);
        Assert.Equal(("safety.flagged", "harassment"), (reason.Problem, reason.ProblemDetail));
    }

    [Fact]
    public async Task The_owners_words_count_beside_the_provider()
    {
        var bot = await BotAsync(new SafetySettings { Moderation = ModerationKind.Provider, Words = ["casino"] });
        var anna = bot.Contact();

        anna.Says("casino");

        Assert.Equal(NotAnswered, (await anna.HearsAsync()).Text);
        Assert.Empty(Judged);
    }

    [Fact]
    public async Task An_answer_is_judged_before_anybody_sees_it_and_is_paid_for_all_the_same()
    {
        var bot = await BotAsync(
            new SafetySettings
            {
                Moderation = ModerationKind.Words,
                Words = ["casino"],
                ChecksAnswers = true,
            }
        );
        var anna = bot.Contact();
        app.Ai.Next(AiReply.Text("Go to the casino!"));

        anna.Says("What can I do tonight?");
        Assert.Equal(Withheld, (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        Assert.Empty(bot.Telegram.Drafts);
        Assert.False(app.Ai.Requests[^1].IsStream);
        var said = (await bot.MessagesAsync())[1];
        Assert.Equal("safety.word_answer", ReasonOf(said).Problem);
        Assert.NotNull(said.TokensIn);
        Assert.Equal(UsageRecord.Answered, Assert.Single(await RecordsAsync(bot)).Outcome);
    }

    [Fact]
    public async Task Answers_pass_unjudged_unless_the_owner_wants_it()
    {
        var bot = await BotAsync(new SafetySettings { Moderation = ModerationKind.Words, Words = ["casino"] });
        var anna = bot.Contact();
        app.Ai.Next(AiReply.Text("Go to the casino!"));

        anna.Says("What can I do tonight?");

        Assert.Equal("Go to the casino!", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task A_person_is_asked_and_the_owner_told_when_they_wish()
    {
        var bot = await BotAsync(
            new SafetySettings
            {
                Moderation = ModerationKind.Words,
                Words = ["casino"],
                AsksHuman = true,
                TellsOwner = true,
            }
        );
        var anna = bot.Contact();

        anna.Says("casino");
        var said = (await anna.HearsAsync()).Text;
        await bot.QuietAsync();

        Assert.StartsWith(NotAnswered, said, StringComparison.Ordinal);
        Assert.True(said.Length > NotAnswered.Length);
        Assert.NotNull(Assert.Single(await bot.ConversationsAsync()).HumanWantedAt);
        Assert.Equal(["safety.refused"], await bot.ProblemsAsync());

        await bot.PublishAsync(Document(new SafetySettings()));
        Assert.Empty(await bot.ProblemsAsync());
    }

    [Fact]
    public async Task A_provider_that_cannot_be_reached_stops_nobody_and_the_card_says_so_until_it_is_back()
    {
        var bot = await BotAsync(new SafetySettings { Moderation = ModerationKind.Provider });
        var anna = bot.Contact();
        app.Ai.ModerationStatus = 500;

        anna.Says("You idiot");
        await app.LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));
        Assert.Equal("Echo: You idiot", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.Equal(["moderation.unavailable"], await bot.ProblemsAsync());
        Assert.True(ReasonOf((await bot.MessagesAsync())[1]).IsUnchecked);

        app.Ai.ModerationStatus = 200;
        anna.Says("Hello");
        await anna.HearsAsync();
        await LiveBot.UntilAsync("the card is clean", async () => await bot.ProblemsAsync() is []);
    }

    [Fact]
    public async Task What_is_said_in_a_recording_is_judged_like_what_is_written()
    {
        var bot = await BotAsync(new SafetySettings { Moderation = ModerationKind.Words, Words = ["casino"] });
        var anna = bot.Contact();
        app.Ai.NextHears(new AiTranscript("Where is the casino?"));

        anna.ShowsVoice([.. "OggS"u8, .. new byte[100]]);

        Assert.Equal(NotAnswered, (await anna.HearsAsync()).Text);
        Assert.Equal(0, Asked);
    }

    [Fact]
    public async Task The_polite_word_is_the_owners_when_they_have_one()
    {
        var document = Document(new SafetySettings { Moderation = ModerationKind.Words, Words = ["casino"] }) with
        {
            SystemTexts = new Dictionary<string, LocalizedText> { ["ai.say.not_answered"] = A.Text("We sell coffee only.") },
        };
        var bot = await app.GivenBotAsync(document);
        var anna = bot.Contact();

        anna.Says("casino");

        Assert.Equal("We sell coffee only.", (await anna.HearsAsync()).Text);
    }

    internal static ReplyReason ReasonOf(Message message) =>
        JsonSerializer.Deserialize(message.Reason!, ConversationJson.Default.ReplyReason)!;

    private static BotDocument Document(SafetySettings safety) => A.Document().WithPrompt() with { Safety = safety };

    private Task<LiveBot> BotAsync(SafetySettings safety) => app.GivenBotAsync(Document(safety));

    private async Task<List<UsageRecord>> RecordsAsync(LiveBot bot)
    {
        await using var db = app.OpenDatabase();
        return await db.UsageRecords.Where(record => record.BotId == bot.Id && record.Kind != UsageKind.Message).ToListAsync();
    }
}
