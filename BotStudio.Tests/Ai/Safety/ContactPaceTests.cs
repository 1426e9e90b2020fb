using BotStudio.Core.Ai.Safety;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Ai.Safety;

public sealed class ContactPaceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Who_is_too_fast_is_told_once_a_minute_and_answered_again_in_the_next()
    {
        var limits = new SafetySettings { MessagesPerMinute = 2 };
        var verdicts = new List<(PaceVerdict, bool)>();
        var pace = new ContactPace();
        foreach (var second in new[] { 0, 1, 2, 3, 59, 60, 61, 62 })
        {
            pace = pace.Take(Guid.CreateVersion7(), limits, Noon.AddSeconds(second));
            verdicts.Add((pace.Verdict, pace.IsTold));
        }

        Assert.Equal(
            [
                (PaceVerdict.Fine, false),
                (PaceVerdict.Fine, false),
                (PaceVerdict.TooFast, true),
                (PaceVerdict.TooFast, false),
                (PaceVerdict.TooFast, false),
                (PaceVerdict.Fine, false),
                (PaceVerdict.Fine, false),
                (PaceVerdict.TooFast, true),
            ],
            verdicts
        );
    }

    [Fact]
    public void A_day_s_answers_are_over_until_midnight_and_that_is_said_once_an_hour()
    {
        var limits = new SafetySettings { MessagesPerMinute = null, AnswersPerDay = 1 };
        ContactPace Then(ContactPace before, double hours) => before.Take(Guid.CreateVersion7(), limits, Noon.AddHours(hours));

        var first = Then(new ContactPace(), 0);
        var second = Then(first, 0.1);
        var third = Then(second, 0.2);
        var fourth = Then(third, 1.2);
        var tomorrow = Then(fourth, 12);

        Assert.Equal(PaceVerdict.Fine, first.Verdict);
        Assert.Equal((PaceVerdict.DayIsUsedUp, true), (second.Verdict, second.IsTold));
        Assert.Equal((PaceVerdict.DayIsUsedUp, false), (third.Verdict, third.IsTold));
        Assert.Equal((PaceVerdict.DayIsUsedUp, true), (fourth.Verdict, fourth.IsTold));
        Assert.Equal(PaceVerdict.Fine, tomorrow.Verdict);
    }

    [Fact]
    public void A_turn_that_is_tried_again_is_counted_once()
    {
        var limits = new SafetySettings { MessagesPerMinute = 1 };
        var turn = Guid.CreateVersion7();
        var pace = new ContactPace().Take(turn, limits, Noon);

        Assert.Same(pace, pace.Take(turn, limits, Noon.AddSeconds(1)));
    }

    [Fact]
    public void Without_limits_nothing_is_counted()
    {
        Assert.False(new SafetySettings { MessagesPerMinute = null }.LimitsContacts);
        Assert.True(new SafetySettings().LimitsContacts);
    }
}

/// <summary>The same through the real product.</summary>
public sealed class LivePaceTests(LiveApp app) : IClassFixture<LiveApp>
{
    private const string TooFast = "That's a lot of questions at once! Please give me a minute, then write again.";

    [Fact]
    public async Task Who_asks_too_much_within_a_minute_hears_a_polite_word_once_and_commands_go_on()
    {
        var bot = await BotAsync(new SafetySettings { MessagesPerMinute = 2 });
        var (anna, olena) = (bot.Contact(), bot.Contact(5, "Olena"));
        var asked = app.Ai.Requests.Count;

        foreach (var text in new[] { "one", "two", "three", "four" })
        {
            anna.Says(text);
        }

        anna.Says("/price");
        Assert.Equal("Echo: one", (await anna.HearsAsync()).Text);
        Assert.Equal("Echo: two", (await anna.HearsAsync()).Text);
        Assert.Equal(TooFast, (await anna.HearsAsync()).Text);
        Assert.Equal("Ten euros", (await anna.HearsAsync()).Text);
        olena.Says("me too");
        Assert.Equal("Echo: me too", (await olena.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.Equal(3, app.Ai.Requests.Count - asked);
        Assert.Contains(
            await bot.MessagesAsync(),
            message => message.Text == TooFast && ModerationTests.ReasonOf(message).Problem == "safety.too_fast"
        );

        app.Clock.Jump(TimeSpan.FromMinutes(1));
        anna.Says("again");
        Assert.Equal("Echo: again", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task A_day_s_answers_are_counted_for_each_contact_and_over_at_some_point()
    {
        var bot = await BotAsync(new SafetySettings { AnswersPerDay = 1 });
        var anna = bot.Contact();

        anna.Says("one");
        Assert.Equal("Echo: one", (await anna.HearsAsync()).Text);
        anna.Says("two");
        Assert.Equal("That was my last answer for today. Please write again tomorrow.", (await anna.HearsAsync()).Text);
        var olena = bot.Contact(5, "Olena");
        olena.Says("three");
        Assert.Equal("Echo: three", (await olena.HearsAsync()).Text);
    }

    [Fact]
    public async Task What_failed_is_no_answer_and_is_not_counted()
    {
        var bot = await BotAsync(new SafetySettings { AnswersPerDay = 1 });
        var anna = bot.Contact();
        app.Ai.Next(Support.Fakes.AiReply.Status(400, "bad"));

        anna.Says("one");
        Assert.Equal("Sorry, I did not get that.", (await anna.HearsAsync()).Text);
        anna.Says("two");
        Assert.Equal("Echo: two", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task Recordings_of_who_is_too_fast_are_not_listened_to()
    {
        var bot = await BotAsync(new SafetySettings { MessagesPerMinute = 1 });
        var anna = bot.Contact();
        var recordings = app.Ai.Recordings.Count;
        anna.Says("one");
        await anna.HearsAsync();

        anna.ShowsVoice([.. "OggS"u8, .. new byte[100]]);

        Assert.Equal(TooFast, (await anna.HearsAsync()).Text);
        Assert.Equal(recordings, app.Ai.Recordings.Count);
    }

    private Task<LiveBot> BotAsync(SafetySettings safety) =>
        app.GivenBotAsync(A.Document(A.TextCommand("price", "Ten euros")).WithPrompt() with { Safety = safety });
}
