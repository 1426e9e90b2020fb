using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Conversations;

public sealed class ReadOverviewTests(Acts acts) : ActTest(acts)
{
    private static readonly TimeZoneInfo Kyiv = TimeZoneInfo.FindSystemTimeZoneById("Europe/Kyiv");

    private Bot bot = null!;
    private Chats chats = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        chats = new Chats(Acts.Services, Clock);
        bot = await Given(new Bot(AccountId, new BotDocument { Name = "Shop", Fallback = new LocalizedText("en", "?") }, Clock.Now));
    }

    [Fact]
    public async Task A_new_bot_has_seven_empty_days()
    {
        var overview = await Read(TimeZoneInfo.Utc);

        Assert.Equal((0, 0), (overview.Contacts, overview.Conversations));
        Assert.Equal(7, overview.Days.Count);
        Assert.All(overview.Days, day => Assert.Equal(0, day.Counts.Messages));
        Assert.Null(overview.LastFailure);
    }

    [Fact]
    public async Task Messages_and_tokens_are_counted_by_day()
    {
        var chat = await chats.BeginAsync(bot, "Anna");
        await chats.HeardAsync(chat, "Hello");
        Clock.Advance(TimeSpan.FromDays(2));
        await chats.HeardAsync(chat, "Again");
        await chats.SaidAsync(chat, "Hi", ai: new AiUsage("gpt-x", 100, 20, 500));
        await chats.SaidAsync(await chats.BeginAsync(bot, "Boris"), "Hi", ai: new AiUsage("gpt-x", 50, 5, 500));

        var overview = await Read(TimeZoneInfo.Utc);

        Assert.Equal((2, 2), (overview.Contacts, overview.Conversations));
        Assert.Equal([0, 0, 0, 0, 1, 0, 3], overview.Days.Select(day => day.Counts.Messages));
        Assert.Equal(new MessageCounts(Received: 1, Said: 2, TokensIn: 150, TokensOut: 25), overview.Today);
    }

    [Fact]
    public async Task What_is_older_than_the_first_day_is_not_counted()
    {
        var chat = await chats.BeginAsync(bot, "Anna");
        await chats.HeardAsync(chat, "Hello");
        Clock.Advance(TimeSpan.FromDays(8));
        await chats.HeardAsync(chat, "Still there?");

        Assert.Equal(1, (await Read(TimeZoneInfo.Utc)).Days.Sum(day => day.Counts.Messages));
    }

    [Fact]
    public async Task Days_begin_at_the_readers_midnight()
    {
        // 23:30 in Kyiv in winter is still the same day there, and half an hour later it is not.
        Clock.Advance(NextUtc(21, 30) - Clock.Now);
        var chat = await chats.BeginAsync(bot, "Anna");
        await chats.HeardAsync(chat, "Before midnight");
        Clock.Advance(TimeSpan.FromHours(1));
        await chats.HeardAsync(chat, "After midnight");

        var kyiv = await Read(Kyiv);
        var utc = await Read(TimeZoneInfo.Utc);

        Assert.Equal([1, 1], kyiv.Days.TakeLast(2).Select(day => day.Counts.Messages));
        Assert.Equal([0, 2], utc.Days.TakeLast(2).Select(day => day.Counts.Messages));
    }

    [Fact]
    public async Task The_last_refused_message_is_named()
    {
        var chat = await chats.BeginAsync(bot, "Anna");
        await chats.SaidAsync(chat, "One", status: MessageStatus.Failed, error: "first");
        Clock.Advance(TimeSpan.FromMinutes(1));
        await chats.SaidAsync(chat, "Two", status: MessageStatus.Failed, error: "second");
        await chats.SaidAsync(chat, "Three");

        var failure = (await Read(TimeZoneInfo.Utc)).LastFailure;

        Assert.Equal((chat.ConversationId, "second"), (failure!.ConversationId, failure.Error));
    }

    private DateTimeOffset NextUtc(int hour, int minute)
    {
        // Winter, so that Kyiv is two hours ahead.
        var today = new DateTimeOffset(Clock.Now.Year + 1, 1, 10, hour, minute, 0, TimeSpan.Zero);
        return today;
    }

    private async Task<BotOverview> Read(TimeZoneInfo zone)
    {
        var outcome = await Run((ReadOverview act) => act.RunAsync(bot.Id, zone, Ct));
        return outcome.Value!;
    }
}
