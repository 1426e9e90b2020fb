using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Files;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Files;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Conversations;

/// <summary>A person answers instead of the bot, from Telegram to Telegram.</summary>
public sealed class TakeOverTests(LiveApp app) : IClassFixture<LiveApp>
{
    private const string Fallback = "Sorry, I did not get that.";

    [Fact]
    public async Task Whoever_takes_over_is_announced_and_the_bot_is_silent_until_they_hand_back()
    {
        var (bot, anna, chat) = await ChatAsync();
        var oksana = await MemberAsync(bot, "Oksana");

        await Done(oksana, (TakeOverConversation act) => act.RunAsync(bot.Id, chat, default));
        Assert.Equal("Oksana has joined the chat and will answer you personally.", (await anna.HearsAsync()).Text);
        anna.Says("/start");
        anna.ShowsPhoto(Pictures.Png());
        await bot.QuietAsync();
        Assert.False(anna.HasNews);

        await SendAsync(bot, oksana, chat, new WrittenMessage { Text = "2 * 3 * 4 = 24, [really](x)" });
        Assert.Equal("2 * 3 * 4 = 24, [really](x)", (await anna.HearsAsync()).Text);

        await Done(oksana, (HandBackConversation act) => act.RunAsync(bot.Id, chat, default));
        anna.Says("hello?");
        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        var transcript = await TranscriptAsync(bot, chat);
        Assert.Equal(
            [
                "/start",
                "Welcome to the shop!",
                "taken_over",
                "greeting",
                "/start",
                "photo",
                "2 * 3 * 4 = 24, [really](x)",
                "handed_back",
                "hello?",
                Fallback,
            ],
            transcript.Select(m =>
                m.Direction == MessageDirection.Note ? m.Kind
                : m.Reason?.Step == ReplyStep.HandOver ? "greeting"
                : m.Text.Length > 0 ? m.Text
                : m.Kind
            )
        );
        Assert.Equal("Oksana", transcript[2].SentBy);
        Assert.Equal(("Oksana", true), (transcript[6].SentBy, transcript[6].IsPlain));
    }

    [Fact]
    public async Task The_owner_s_own_words_are_said_in_the_contact_s_language()
    {
        var document = A.Document() with
        {
            SystemTexts = new Dictionary<string, Core.Localization.LocalizedText>
            {
                ["conversations.say.taken_over"] = A.Text("Hi, {0} here", "Вітаю, це {0}"),
            },
        };
        var bot = await app.GivenBotAsync(document);
        var anna = bot.Contact(language: "uk");
        anna.Says("/start");
        await anna.HearsAsync();
        var chat = Assert.Single(await bot.ConversationsAsync()).Id;

        await Done(await MemberAsync(bot, "Оксана"), (TakeOverConversation act) => act.RunAsync(bot.Id, chat, default));

        Assert.Equal("Вітаю, це Оксана", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task After_half_an_hour_of_silence_the_bot_goes_on_by_itself_and_the_transcript_says_so()
    {
        var (bot, anna, chat) = await ChatAsync();
        var oksana = await MemberAsync(bot, "Oksana");
        await Done(oksana, (TakeOverConversation act) => act.RunAsync(bot.Id, chat, default));
        await anna.HearsAsync();
        await bot.QuietAsync();

        app.Clock.Jump(TimeSpan.FromMinutes(20));
        await SendAsync(bot, oksana, chat, new WrittenMessage { Text = "Still here" });
        await anna.HearsAsync();
        await bot.QuietAsync();
        app.Clock.Jump(TimeSpan.FromMinutes(20));
        anna.Says("and now?");
        await bot.Telegram.Updates.EmptyAsync();
        await bot.QuietAsync();
        Assert.False(anna.HasNews);

        app.Clock.Jump(TimeSpan.FromMinutes(11));
        await LiveBot.UntilAsync("the bot goes on", async () => Assert.Single(await bot.ConversationsAsync()).TakenOverBy is null);
        anna.Says("hello?");
        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.Single(await TranscriptAsync(bot, chat), m => m is { Direction: MessageDirection.Note, Kind: "resumed" });
    }

    [Fact]
    public async Task A_message_after_the_time_is_answered_even_before_the_job_has_noticed()
    {
        var (bot, anna, chat) = await ChatAsync();
        await Done(await MemberAsync(bot, "Oksana"), (TakeOverConversation act) => act.RunAsync(bot.Id, chat, default));
        await anna.HearsAsync();
        await bot.Telegram.Updates.EmptyAsync();
        await app.ExecuteAsync(
            $"delete from jobs where subject_id = '{bot.Id}'; update conversations set taken_over_until = now() - interval '1 minute' where id = '{chat}'"
        );

        anna.Says("hello?");

        Assert.Equal(Fallback, (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.Null(Assert.Single(await bot.ConversationsAsync()).TakenOverBy);
        Assert.Equal(["resumed"], (await TranscriptAsync(bot, chat)).Where(m => m.Kind is "resumed").Select(m => m.Kind));
    }

    [Fact]
    public async Task An_owner_may_want_it_to_last_until_it_is_handed_back()
    {
        var bot = await app.GivenBotAsync(A.Document() with { HandOver = new HandOver { ResumesAfterMinutes = null } });
        var anna = bot.Contact();
        anna.Says("/start");
        await anna.HearsAsync();
        var chat = Assert.Single(await bot.ConversationsAsync()).Id;

        await Done(await MemberAsync(bot, "Oksana"), (TakeOverConversation act) => act.RunAsync(bot.Id, chat, default));
        await anna.HearsAsync();
        await bot.QuietAsync();
        app.Clock.Jump(TimeSpan.FromDays(10));
        anna.Says("hello?");
        await bot.QuietAsync();

        Assert.False(anna.HasNews);
    }

    [Fact]
    public async Task A_model_that_was_still_thinking_is_not_heard_any_more_but_paid_for()
    {
        var bot = await app.GivenBotAsync(A.Document().WithPrompt());
        var anna = bot.Contact();
        anna.Says("/start");
        await anna.HearsAsync();
        var chat = Assert.Single(await bot.ConversationsAsync()).Id;
        var answer = new TaskCompletionSource();
        app.Ai.Next(AiReply.Text("We sell tea.").After(answer.Task));

        anna.Says("What do you sell?");
        await LiveBot.UntilAsync("the model is asked", () => Task.FromResult(app.Ai.InFlight > 0));
        await Done(await MemberAsync(bot, "Oksana"), (TakeOverConversation act) => act.RunAsync(bot.Id, chat, default));
        answer.SetResult();
        await anna.HearsAsync();
        await bot.QuietAsync();

        Assert.False(anna.HasNews);
        var withheld = Assert.Single(await bot.MessagesAsync(), m => m.Status == MessageStatus.Withheld);
        Assert.True(withheld.TokensIn > 0);
    }

    [Fact]
    public async Task A_colleague_takes_over_from_a_colleague()
    {
        var (bot, anna, chat) = await ChatAsync();
        var oksana = await MemberAsync(bot, "Oksana");
        var taras = await MemberAsync(bot, "Taras");

        await Done(oksana, (TakeOverConversation act) => act.RunAsync(bot.Id, chat, default));
        await anna.HearsAsync();
        await Done(oksana, (TakeOverConversation act) => act.RunAsync(bot.Id, chat, default));
        await Done(taras, (TakeOverConversation act) => act.RunAsync(bot.Id, chat, default));

        Assert.StartsWith("Taras", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        Assert.False(anna.HasNews);
        Assert.Equal(taras.UserId, Assert.Single(await bot.ConversationsAsync()).TakenOverBy);
    }

    [Fact]
    public async Task A_picture_is_sent_in_the_chat_s_order()
    {
        var (bot, anna, chat) = await ChatAsync();
        var oksana = await MemberAsync(bot, "Oksana");
        var file = await oksana.RunAsync(
            (UploadFile act) => act.RunAsync(bot.Id, new NewFile(new MemoryStream(Pictures.Png()), "a.png"), default)
        );

        await SendAsync(bot, oksana, chat, new WrittenMessage { Text = "first" });
        await SendAsync(bot, oksana, chat, new WrittenMessage { FileId = file.Value!.Id, Text = "the house" });
        await SendAsync(bot, oksana, chat, new WrittenMessage { Text = "last" });

        Assert.Equal("first", (await anna.HearsAsync()).Text);
        var picture = await anna.HearsAsync();
        Assert.Equal(("the house", "photo"), (picture.Text, picture.Media!.Kind));
        Assert.Equal("last", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task The_same_key_sends_once_also_at_the_same_time()
    {
        var (bot, anna, chat) = await ChatAsync();
        var oksana = await MemberAsync(bot, "Oksana");

        var ids = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => SendAsync(bot, oksana, chat, new WrittenMessage { Text = "once", Key = "order-7" }))
        );
        await anna.HearsAsync();
        await bot.QuietAsync();

        Assert.Single(ids.Distinct());
        Assert.False(anna.HasNews);
    }

    [Fact]
    public async Task Whoever_waits_for_a_person_is_counted_until_somebody_comes()
    {
        var (bot, anna, chat) = await ChatAsync();
        var oksana = await MemberAsync(bot, "Oksana");
        await app.ExecuteAsync($"update conversations set human_wanted_at = now() where id = '{chat}'");
        Assert.Equal(new InboxCounts(Waiting: 1, Unanswered: 0), await CountAsync(bot));
        Assert.Single(await ListAsync(bot, ConversationFilter.Waiting));

        await Done(oksana, (TakeOverConversation act) => act.RunAsync(bot.Id, chat, default));
        Assert.Equal(0, (await CountAsync(bot)).Total);
        anna.Says("are you there?");
        await bot.QuietAsync();
        Assert.Equal(new InboxCounts(Waiting: 0, Unanswered: 1), await CountAsync(bot));
        Assert.Equal(1, Assert.Single(await ListAsync(bot, ConversationFilter.Unread)).UnreadCount);

        await Done(oksana, (MarkRead act) => act.RunAsync(bot.Id, chat, default));
        Assert.Equal(0, (await CountAsync(bot)).Total);
        Assert.Equal("Oksana", Assert.Single(await ListAsync(bot, ConversationFilter.TakenOver)).TakenOver?.Name);
        Assert.Empty(await ListAsync(bot, ConversationFilter.Unread));
    }

    [Fact]
    public async Task Viewers_look_and_touch_nothing()
    {
        var (bot, _, chat) = await ChatAsync();
        var viewer = await MemberAsync(bot, "Vera", Role.Viewer);

        Assert.Equal(Problem.Forbidden, (await viewer.RunAsync((TakeOverConversation act) => act.RunAsync(bot.Id, chat, default))).Problem);
        Assert.Equal(Problem.Forbidden, (await viewer.RunAsync((HandBackConversation act) => act.RunAsync(bot.Id, chat, default))).Problem);
        Assert.Equal(Problem.Forbidden, (await viewer.RunAsync((MarkRead act) => act.RunAsync(bot.Id, chat, default))).Problem);
        Assert.Equal(
            Problem.Forbidden,
            (await viewer.RunAsync((SendAsOperator act) => act.RunAsync(bot.Id, chat, new WrittenMessage { Text = "x" }, default))).Problem
        );
    }

    [Theory]
    [InlineData("  ", "conversations.nothing_to_send")]
    [InlineData(null, "conversations.text_too_long")]
    public async Task What_cannot_be_sent_is_refused(string? text, string code)
    {
        var (bot, _, chat) = await ChatAsync();
        var oksana = await MemberAsync(bot, "Oksana");
        var message = new WrittenMessage { Text = text ?? new string('x', SendAsOperator.MaxTextLength + 1) };

        Assert.Equal(code, (await oksana.RunAsync((SendAsOperator act) => act.RunAsync(bot.Id, chat, message, default))).Problem?.Code);
    }

    [Fact]
    public async Task What_was_said_is_found_in_the_list_and_in_the_transcript()
    {
        var (bot, anna, chat) = await ChatAsync();
        anna.Says("I want 100% cotton, please");
        await anna.HearsAsync();
        await bot.QuietAsync();

        Assert.Single(await SearchAsync("100% COTTON"));
        Assert.Single(await SearchAsync("anna"));
        Assert.Empty(await SearchAsync("100_ cotton"));
        var found = await bot.RunAsync((SearchTranscript act) => act.RunAsync(bot.Id, chat, "cotton", default));
        Assert.Equal(
            (await bot.MessagesAsync()).Single(m => m.Text.Contains("cotton", StringComparison.Ordinal)).Id,
            Assert.Single(found.Value!).Id
        );

        async Task<IReadOnlyList<ConversationRow>> SearchAsync(string search) =>
            (await bot.RunAsync((ListConversations act) => act.RunAsync(bot.Id, search, null, 50, default))).Value!.Items;
    }

    private async Task<(LiveBot Bot, TelegramContact Anna, Guid ConversationId)> ChatAsync()
    {
        var bot = await app.GivenBotAsync(A.Document());
        var anna = bot.Contact();
        anna.Says("/start");
        await anna.HearsAsync();
        await bot.QuietAsync();
        return (bot, anna, Assert.Single(await bot.ConversationsAsync()).Id);
    }

    private async Task<Colleague> MemberAsync(LiveBot bot, string name, Role role = Role.Operator)
    {
        var user = new User { DisplayName = name, UserName = $"{Guid.CreateVersion7():n}@example.com" };
        await using var db = app.OpenDatabase();
        db.Add(user);
        db.Add(new Membership(bot.AccountId, user.Id, role, app.Clock.GetUtcNow()));
        await db.SaveChangesAsync();
        return new Colleague(app, bot.AccountId, user.Id, role);
    }

    private static async Task Done<TAct>(Colleague who, Func<TAct, Task<Outcome>> run)
        where TAct : notnull
    {
        var outcome = await who.RunAsync(run);
        Assert.True(outcome.Succeeded, outcome.Problem?.Code);
    }

    private static async Task<Guid> SendAsync(LiveBot bot, Colleague who, Guid chat, WrittenMessage message)
    {
        var sent = await who.RunAsync((SendAsOperator act) => act.RunAsync(bot.Id, chat, message, default));
        Assert.True(sent.Succeeded, sent.Problem?.Code);
        return sent.Value;
    }

    private static async Task<IReadOnlyList<MessageRow>> TranscriptAsync(LiveBot bot, Guid chat) =>
        (await bot.RunAsync((ReadTranscript act) => act.RunAsync(bot.Id, chat, null, 100, default))).Value!.Messages;

    private static async Task<InboxCounts> CountAsync(LiveBot bot) =>
        (await bot.RunAsync((CountInbox act) => act.RunAsync(bot.Id, default))).Value!;

    private static async Task<IReadOnlyList<ConversationRow>> ListAsync(LiveBot bot, ConversationFilter filter) =>
        (await bot.RunAsync((ListConversations act) => act.RunAsync(bot.Id, null, null, 50, default, filter))).Value!.Items;

    /// <summary>Somebody of the bot's account.</summary>
    private sealed record Colleague(LiveApp App, Guid AccountId, Guid UserId, Role Role)
    {
        public async Task<TResult> RunAsync<TAct, TResult>(Func<TAct, Task<TResult>> run)
            where TAct : notnull
        {
            await using var scope = App.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(AccountId, UserId, Role);
            return await run(scope.ServiceProvider.GetRequiredService<TAct>());
        }
    }
}
