using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Ai.Media;

/// <summary>Who speaks is heard: recordings from Telegram to the transcript and the answer, through the real product.</summary>
public sealed class VoiceTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private static readonly byte[] Sound = [.. "OggS"u8, .. new byte[100]];

    private LiveBot bot = null!;
    private TelegramContact anna = null!;
    private int recordingsBefore;

    private IReadOnlyList<AiRecording> Recordings => [.. app.Ai.Recordings.Skip(recordingsBefore)];

    public async Task InitializeAsync()
    {
        bot = await app.GivenBotAsync(Document());
        anna = bot.Contact();
        recordingsBefore = app.Ai.Recordings.Count;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_voice_message_is_written_down_and_answered_as_if_it_had_been_written()
    {
        app.Ai.NextHears(new AiTranscript(" How much is the coffee? ", Seconds: 8.5));

        anna.ShowsVoice(Sound, seconds: 9);
        Assert.Equal("Echo: How much is the coffee?", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        var recording = Assert.Single(Recordings);
        Assert.Equal(("whisper-1", "verbose_json", "recording.ogg"), (recording.Model, recording.Format, recording.FileName));
        Assert.Equal(Sound, recording.Content);
        var heard = (await bot.MessagesAsync())[0];
        Assert.Equal(("voice", "How much is the coffee?"), (heard.Kind, heard.Text));
        var media = JsonSerializer.Deserialize(heard.Media!, ConversationJson.Default.MessageMedia)!;
        Assert.True(media.IsWrittenDown);
        Assert.NotNull(media.FileId);
    }

    [Fact]
    public async Task What_a_recording_costs_is_counted_by_the_second_and_is_no_answer()
    {
        app.Ai.NextHears(new AiTranscript("Hello", Seconds: 90));

        anna.ShowsVoice(Sound, seconds: 5);
        await anna.HearsAsync();
        await bot.QuietAsync();

        var record = Assert.Single(await RecordsAsync(), each => each.Kind == UsageKind.Transcription);
        // A minute and a half at 0.006 dollars a minute, whatever the sender's phone says of the length.
        Assert.Equal((0.009m, 90, "openai", "whisper-1"), (record.Cost, record.AudioSeconds, record.Provider, record.Model));
        Assert.Single(await RecordsAsync(), each => each.Kind == UsageKind.Reply);
    }

    [Fact]
    public async Task A_spoken_word_calls_a_command_and_the_next_question_remembers_what_was_said()
    {
        await bot.PublishAsync(
            Document(A.TextCommand("hours", "From nine to five.") with { Triggers = [new() { Text = A.Text("opening hours") }] })
        );
        app.Ai.NextHears(new AiTranscript("Opening hours?"), new AiTranscript("And on Sunday?"));

        anna.ShowsVoice(Sound);
        Assert.Equal("From nine to five.", (await anna.HearsAsync()).Text);
        anna.ShowsVoice(Sound);
        Assert.Equal("Echo: And on Sunday?", (await anna.HearsAsync()).Text);

        var asked = app.Ai.Requests[^1].Messages;
        Assert.Equal([("user", "Opening hours?"), ("assistant", "From nine to five."), ("user", "And on Sunday?")], asked.Skip(1));
    }

    [Fact]
    public async Task Trouble_that_passes_is_tried_again_and_nothing_is_bought_twice()
    {
        app.Ai.NextHears(AiTranscript.Refused(429, retryAfter: "2"), AiTranscript.Refused(503), new AiTranscript("At last"));

        anna.ShowsVoice(Sound);
        await app.LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));

        Assert.Equal("Echo: At last", (await anna.HearsAsync()).Text);
        await bot.QuietLaterAsync();
        Assert.Equal(3, Recordings.Count);
        Assert.Single(await RecordsAsync(), each => each.Outcome == UsageRecord.Answered && each.Kind == UsageKind.Transcription);
    }

    [Fact]
    public async Task A_provider_that_stays_away_is_given_up_politely_and_in_order()
    {
        app.Ai.NextHears([.. Enumerable.Repeat(AiTranscript.Refused(500), 9)]);

        anna.ShowsVoice(Sound);
        anna.Says("/start");
        await app.LaterAsync("an answer comes", () => Task.FromResult(anna.HasNews));

        Assert.StartsWith("I couldn't open this just now", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        Assert.Equal("Welcome to the shop!", (await anna.HearsAsync()).Text);
        await bot.QuietLaterAsync();
        Assert.Empty(await bot.JobsAsync(JobState.Dead));
    }

    [Fact]
    public async Task A_recording_that_is_too_long_too_large_or_gone_is_not_bought()
    {
        anna.ShowsVoice(Sound, seconds: 601);
        Assert.StartsWith(
            "This recording is too long for me: I listen to 10 min",
            (await anna.HearsAsync()).Text,
            StringComparison.Ordinal
        );
        anna.Shows(
            "audio",
            new JsonObject
            {
                ["file_id"] = "big",
                ["file_size"] = 21 << 20,
                ["duration"] = 60,
            }
        );
        Assert.StartsWith("This file is too large for me", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        anna.ShowsVoice([.. Sound, .. new byte[20 << 20]]);
        Assert.StartsWith("This file is too large for me", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        anna.Shows("voice", new JsonObject { ["file_id"] = "never-was", ["duration"] = 3 });
        Assert.StartsWith("I couldn't get this file", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        anna.ShowsVoice("%PDF-1.7 is no sound"u8.ToArray());
        Assert.Contains("voice messages", (await anna.HearsAsync()).Text, StringComparison.Ordinal);

        await bot.QuietAsync();
        Assert.Empty(Recordings);
        Assert.Empty(await bot.ProblemsAsync());
    }

    [Fact]
    public async Task A_recording_without_a_word_is_answered_politely_and_paid_for()
    {
        app.Ai.NextHears(new AiTranscript("  "));

        anna.ShowsVoice(Sound);

        Assert.StartsWith("I couldn't hear any words", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        await bot.QuietAsync();
        Assert.Single(await RecordsAsync(), each => each.Cost > 0);
    }

    [Fact]
    public async Task Switched_off_the_bot_says_what_it_takes_instead()
    {
        await bot.PublishAsync(Document() with { Media = new MediaSettings { HearsVoice = false } });

        anna.ShowsVoice(Sound);

        var said = (await anna.HearsAsync()).Text;
        Assert.Contains("written messages", said, StringComparison.Ordinal);
        Assert.Contains("photos", said, StringComparison.Ordinal);
        Assert.DoesNotContain("voice messages", said, StringComparison.Ordinal);
        Assert.Empty(Recordings);
    }

    [Fact]
    public async Task A_model_that_the_provider_does_not_know_is_on_the_card_until_a_recording_is_heard()
    {
        await bot.PublishAsync(Document() with { Media = new MediaSettings { VoiceModel = "openai:whisper-9" } });
        app.Ai.NextHears(AiTranscript.Refused(404, "model_not_found"));

        anna.ShowsVoice(Sound);
        Assert.StartsWith("I can't listen to voice messages at the moment", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        await bot.QuietAsync();
        Assert.Equal(["voice.model_unknown"], await bot.ProblemsAsync());
        Assert.Equal("whisper-9", Assert.Single(Recordings).Model);

        anna.ShowsVoice(Sound);
        await anna.HearsAsync();
        await LiveBot.UntilAsync("the card is clean", async () => await bot.ProblemsAsync() is []);
    }

    [Fact]
    public async Task At_the_limit_nothing_is_written_down()
    {
        var input = new BudgetInput(bot.Id, IsPerContact: false, BudgetPeriodKind.Day, BudgetUnit.Dollars, 0.000_001m);
        Assert.True((await bot.RunAsync((SaveBudget act) => act.RunAsync(null, input, default))).Succeeded);
        anna.ShowsVoice(Sound);
        await anna.HearsAsync();
        await bot.QuietAsync();

        anna.ShowsVoice(Sound);

        Assert.StartsWith("I can't answer this right now", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        Assert.Single(Recordings);
    }

    [Fact]
    public async Task A_bot_without_ai_falls_back_and_writes_nothing_down()
    {
        await bot.PublishAsync(A.Document());
        anna.ShowsVoice(Sound);
        Assert.Equal("Sorry, I did not get that.", (await anna.HearsAsync()).Text);
        Assert.Empty(Recordings);
    }

    private static BotDocument Document(params Core.Commands.Command[] commands) => A.Document(commands).WithPrompt();

    private async Task<List<UsageRecord>> RecordsAsync()
    {
        await using var db = app.OpenDatabase();
        return await db.UsageRecords.Where(record => record.BotId == bot.Id && record.Kind != UsageKind.Message).ToListAsync();
    }
}

public sealed class VoiceWithoutListenerTests(VoiceWithoutListenerTests.AnthropicApp app)
    : IClassFixture<VoiceWithoutListenerTests.AnthropicApp>
{
    [Fact]
    public async Task Without_a_provider_that_listens_the_bot_says_what_it_takes_and_the_card_says_why()
    {
        var bot = await app.GivenBotAsync(A.Document().WithPrompt());
        var anna = bot.Contact();

        anna.ShowsVoice([.. "OggS"u8, .. new byte[100]]);

        Assert.StartsWith("I can't listen to voice messages at the moment", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        await bot.QuietAsync();
        Assert.Equal(["voice.nobody"], await bot.ProblemsAsync());
    }

    public sealed class AnthropicApp : LiveApp
    {
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>(base.Settings)
            {
                ["OpenAI:ApiKey"] = null,
                ["Anthropic:ApiKey"] = "sk-ant-test",
                ["Anthropic:BaseUrl"] = Ai.AnthropicUrl.AbsoluteUri,
            };
    }
}
