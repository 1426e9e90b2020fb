using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Files;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Conversations.Bursts;

/// <summary>What contacts write bit by bit is one question; what comes later is the next one. Nothing is lost, nothing is answered twice.</summary>
public sealed class BurstTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private LiveBot bot = null!;
    private TelegramContact anna = null!;

    public async Task InitializeAsync()
    {
        bot = await app.GivenBotAsync(Waiting(Quiet));
        anna = bot.Contact();
        app.Ai.ForgetArrivals();
    }

    public Task DisposeAsync()
    {
        app.Ai.ForgetReplies();
        app.Ai.Always = AiReply.Echo;
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Messages_in_a_row_are_one_question_with_one_answer_however_quick_the_model_is()
    {
        app.Ai.Next(AiReply.Stall);
        anna.Says("Hello");
        await app.Ai.RequestAsync();
        anna.Says("Do you have bicycles?");
        await app.Ai.RequestAsync();
        anna.Says("Red ones");
        await bot.Telegram.Updates.EmptyAsync();

        Assert.Equal("Echo: Hello\nDo you have bicycles?\nRed ones", (await HearsAfterQuietAsync()).Text);
        await bot.QuietAsync();
        Assert.False(anna.HasNews);
        Assert.Equal(
            [
                (MessageDirection.In, "Hello"),
                (MessageDirection.In, "Do you have bicycles?"),
                (MessageDirection.In, "Red ones"),
                (MessageDirection.Out, "Echo: Hello\nDo you have bicycles?\nRed ones"),
            ],
            (await bot.MessagesAsync()).Select(message => (message.Direction, message.Text))
        );
        Assert.Equal(3, (await bot.ConversationsAsync()).Single().UnreadCount);
    }

    [Fact]
    public async Task Who_writes_once_has_the_answer_as_soon_as_it_is_ready_and_the_next_message_is_the_next_question()
    {
        anna.Says("Hello");
        Assert.Equal("Echo: Hello", (await anna.HearsAsync()).Text);
        anna.Says("Do you have bicycles?");
        Assert.Equal("Echo: Do you have bicycles?", (await anna.HearsAsync()).Text);

        var messages = await bot.MessagesAsync();
        Assert.True(messages[1].CreatedAt - messages[0].CreatedAt < Quiet);
        Assert.True(messages[3].CreatedAt - messages[2].CreatedAt < Quiet);
    }

    [Fact]
    public async Task The_model_is_asked_at_once_and_anew_when_more_comes_and_what_was_wasted_is_known()
    {
        app.Ai.Next(AiReply.Stall);
        anna.Says("Hello");
        Assert.Equal("Hello", (await app.Ai.RequestAsync()).LastUserText);
        anna.Says("Do you have bicycles?");

        Assert.Equal("Hello\nDo you have bicycles?", (await app.Ai.RequestAsync()).LastUserText);
        Assert.Equal("Echo: Hello\nDo you have bicycles?", (await HearsAfterQuietAsync()).Text);
        await bot.QuietAsync();
        await using var db = app.OpenDatabase();
        Assert.Equal(
            [UsageRecord.Stopped, UsageRecord.Answered],
            await db
                .UsageRecords.Where(record => record.BotId == bot.Id && record.Kind != UsageKind.Message)
                .OrderBy(record => record.Id)
                .Select(record => record.Outcome)
                .ToListAsync()
        );
    }

    [Fact]
    public async Task A_draft_that_was_shown_makes_room_for_the_answer_to_the_whole_question()
    {
        var pen = new AiPen();
        app.Ai.Next(AiReply.Written(pen));
        anna.Says("Hello");
        pen.Write("Hello Anna! How");
        var first = await anna.SeesDraftAsync();
        anna.Says("Do you have bicycles?");

        Assert.Equal("Echo: Hello\nDo you have bicycles?", (await HearsAfterQuietAsync()).Text);
        await bot.QuietAsync();
        Assert.All(bot.Telegram.Drafts, draft => Assert.Equal((first.Id, 0), (draft.Id, draft.MessagesBefore)));
        Assert.Equal(3, (await bot.MessagesAsync()).Count);
    }

    [Fact]
    public async Task What_comes_while_the_model_thinks_and_does_not_belong_to_it_is_the_next_question()
    {
        var release = new TaskCompletionSource();
        app.Ai.Next(AiReply.Echo.After(release.Task));
        anna.Says("one");
        await app.Ai.RequestAsync();
        anna.Says("/start");
        anna.Says("two");
        anna.Says("three");
        await bot.Telegram.Updates.EmptyAsync();
        release.SetResult();

        Assert.Equal("Echo: one", (await anna.HearsAsync()).Text);
        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
        Assert.Equal("Echo: two\nthree", (await HearsAfterQuietAsync()).Text);
        await bot.QuietAsync();
        Assert.False(anna.HasNews);
        Assert.Equal(
            [
                ("user", "one"),
                ("assistant", "Echo: one"),
                ("user", "/start"),
                ("assistant", "Welcome to the shop!"),
                ("user", "two\nthree"),
            ],
            app.Ai.Requests[^1].Messages.Skip(1)
        );
        Assert.DoesNotContain(app.Ai.Requests, request => request.LastUserText == "two");
    }

    [Fact]
    public async Task A_command_ends_the_question_and_is_answered_after_it()
    {
        anna.Says("How much is it?");
        await app.Ai.RequestAsync();
        anna.Says("/start");
        anna.Says("And in red?");

        Assert.Equal("Echo: How much is it?", (await anna.HearsAsync()).Text);
        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
        Assert.Equal("Echo: And in red?", (await HearsAfterQuietAsync()).Text);
    }

    [Fact]
    public async Task An_album_that_comes_while_the_model_thinks_is_one_question_after_it()
    {
        var release = new TaskCompletionSource();
        app.Ai.Next(AiReply.Echo.After(release.Task));
        anna.Says("one");
        await app.Ai.RequestAsync();
        anna.ShowsPhoto(Pictures.Png(1), "Which one?", albumId: "7");
        anna.ShowsPhoto(Pictures.Png(2), albumId: "7");
        await bot.Telegram.Updates.EmptyAsync();
        release.SetResult();

        Assert.Equal("Echo: one", (await anna.HearsAsync()).Text);
        Assert.StartsWith("Echo: Which one?", (await HearsAfterQuietAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(2, app.Ai.Requests[^1].Pictures.Count);
        await bot.QuietLaterAsync();
        Assert.False(anna.HasNews);
    }

    [Fact]
    public async Task In_a_group_everybody_asks_for_themselves()
    {
        var boris = bot.MemberOf(-100500, contactId: 77, firstName: "Boris");
        var olga = bot.MemberOf(-100500, contactId: 78, firstName: "Olga");
        var name = "@" + bot.Telegram.Username;
        boris.Says($"{name} one");
        await app.Ai.RequestAsync();
        olga.Says($"{name} two");
        await bot.Telegram.Updates.EmptyAsync();

        Assert.EndsWith("one", (await HearsAfterQuietAsync(boris)).Text, StringComparison.Ordinal);
        Assert.EndsWith("two", (await HearsAfterQuietAsync(boris)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_pause_each_message_is_a_question()
    {
        await bot.PublishAsync(Waiting(TimeSpan.Zero));
        anna.Says("one");
        anna.Says("two");

        Assert.Equal(["Echo: one", "Echo: two"], [(await anna.HearsAsync()).Text, (await anna.HearsAsync()).Text]);
    }

    [Fact]
    public async Task What_a_script_answers_waits_for_nothing()
    {
        anna.Says("/start");
        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task A_question_that_has_grown_survives_the_death_of_its_process()
    {
        app.Ai.Always = AiReply.Stall;
        anna.Says("Hello");
        await app.Ai.RequestAsync();
        anna.Says("Do you have bicycles?");
        await LiveBot.UntilAsync(
            "both are one",
            () => Task.FromResult(app.Ai.Requests[^1].LastUserText.Contains('\n', StringComparison.Ordinal))
        );
        app.Ai.Always = AiReply.Echo;

        // As it looks when the process that held it is gone.
        await app.ExecuteAsync($"update jobs set lease_owner = gen_random_uuid() where subject_id = '{bot.Id}' and kind = 'ai.answer'");
        await LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));

        Assert.Equal("Echo: Hello\nDo you have bicycles?", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.False(anna.HasNews);
        Assert.Equal(3, (await bot.MessagesAsync()).Count);
    }

    [Fact]
    public async Task A_question_that_has_grown_is_asked_whole_after_a_provider_was_down()
    {
        app.Ai.Always = AiReply.Status(500);
        anna.Says("Hello");
        anna.Says("Do you have bicycles?");
        await bot.Telegram.Updates.EmptyAsync();
        await app.LaterAsync("it is to be asked again later", async () => await bot.JobsAsync(JobState.Waiting) is [{ Kind: "ai.answer" }]);
        app.Ai.Always = AiReply.Echo;

        await LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));

        Assert.Equal("Echo: Hello\nDo you have bicycles?", (await anna.HearsAsync()).Text);
    }

    private static BotDocument Waiting(TimeSpan quiet)
    {
        var document = A.Document().WithPrompt();
        return document with { Prompt = document.Prompt with { QuietSeconds = quiet.TotalSeconds } };
    }

    /// <summary>Lets time go on quickly whatever is under way: a model that never answers is.</summary>
    private Task LaterAsync(string what, Func<Task<bool>> isSo) =>
        LiveBot.UntilAsync(
            what,
            async () =>
            {
                app.Clock.Jump(TimeSpan.FromMilliseconds(250));
                return await isSo();
            }
        );

    private async Task<SentMessage> HearsAfterQuietAsync(TelegramContact? contact = null)
    {
        contact ??= anna;
        await LaterAsync("an answer comes", () => Task.FromResult(contact.HasNews));
        return await contact.HearsAsync();
    }
}
