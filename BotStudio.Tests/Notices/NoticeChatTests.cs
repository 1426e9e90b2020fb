using BotStudio.Core.Conversations;
using BotStudio.Core.Jobs;
using BotStudio.Core.Notices;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Notices;

/// <summary>From the code in the dashboard to the notice in the chat, in the running product.</summary>
public sealed class NoticeChatTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private LiveBot bot = null!;

    public async Task InitializeAsync() => bot = await app.GivenBotAsync(A.Document(A.TextCommand("price", "Ten")));

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("/connect {0}")]
    [InlineData("/start connect_{0}")]
    public async Task Whoever_sends_the_code_connects_their_chat(string message)
    {
        var code = await NewCodeAsync("uk");
        var owner = bot.Contact(firstName: "Olena");

        owner.Says(message.Replace("{0}", code.Code, StringComparison.Ordinal));
        var answer = await owner.HearsAsync();
        await bot.QuietAsync();

        var chat = Assert.Single(await ChatsAsync());
        Assert.Equal(("Olena", "uk", true), (chat.Title, chat.Language, chat.HearsProblems));
        Assert.Contains("Цей чат підключено до бота Shop", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        var code = await NewCodeAsync();
        await ConnectAsync(code);
        var stranger = bot.Contact(contactId: 5, firstName: "Mallory");

        stranger.Says(code.Message);

        Assert.Contains("not valid any more", (await stranger.HearsAsync()).Text, StringComparison.Ordinal);
        Assert.Single(await ChatsAsync());
    }

    [Fact]
    public async Task A_code_of_another_bot_connects_nothing()
    {
        var other = await app.GivenBotAsync(A.Document());
        var code = (await other.RunAsync((CreateNoticeCode act) => act.RunAsync(other.Id, "en", default))).Value!;

        await ConnectAsync(code);

        Assert.Empty(await ChatsAsync());
    }

    [Theory]
    [InlineData("/connect")]
    [InlineData("/connect me please")]
    [InlineData("/connect ABCDEFGHAA")]
    public async Task What_is_no_code_is_a_message_like_any_other(string message)
    {
        var contact = bot.Contact();
        contact.Says(message);

        Assert.Equal("Sorry, I did not get that.", (await contact.HearsAsync()).Text);
    }

    [Fact]
    public async Task A_notice_is_said_in_the_chat_once_however_often_its_job_runs()
    {
        var owner = await ConnectAsync(await NewCodeAsync());
        var chats = await app.Services.GetRequiredService<NoticeChats>().FindAsync(bot.Id, [Assert.Single(await ChatsAsync()).Id], default);
        var job = NoticeChats.JobOf(Assert.Single(chats), "A form was **filled**.", app.Clock.GetUtcNow());
        var queue = app.Services.GetRequiredService<JobQueue>();

        await queue.EnqueueAsync(job, default);
        await queue.EnqueueAsync(job, default);
        await bot.QuietAsync();

        Assert.Equal("A form was filled.", (await owner.HearsAsync()).Text);
        Assert.False(owner.HasNews);
        var said = (await bot.MessagesAsync())[^1];
        Assert.Contains("notice", said.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_removed_chat_hears_nothing()
    {
        var owner = await ConnectAsync(await NewCodeAsync());
        var chat = Assert.Single(await ChatsAsync());
        var found = await app.Services.GetRequiredService<NoticeChats>().FindAsync(bot.Id, [chat.Id], default);

        Assert.True((await bot.RunAsync((RemoveNoticeChat act) => act.RunAsync(bot.Id, chat.Id, default))).Succeeded);
        await app
            .Services.GetRequiredService<JobQueue>()
            .EnqueueAsync(NoticeChats.JobOf(found[0], "Hello", app.Clock.GetUtcNow()), default);
        await bot.QuietAsync();

        Assert.False(owner.HasNews);
        Assert.Empty(await ChatsAsync());
    }

    [Fact]
    public async Task A_bot_that_could_not_answer_gets_no_code()
    {
        var unpublished = await app.GivenBotAsync(document: null);

        var refused = await unpublished.RunAsync((CreateNoticeCode act) => act.RunAsync(unpublished.Id, "en", default));

        Assert.Equal("notices.not_live", refused.Problem!.Code);
    }

    /// <summary>Sends the code and hears the answer.</summary>
    private async Task<TelegramContact> ConnectAsync(NewNoticeCode code)
    {
        var contact = bot.Contact();
        contact.Says(code.Message);
        await contact.HearsAsync();
        await bot.QuietAsync();
        return contact;
    }

    private async Task<NewNoticeCode> NewCodeAsync(string language = "en") =>
        (await bot.RunAsync((CreateNoticeCode act) => act.RunAsync(bot.Id, language, default))).Value!;

    private async Task<IReadOnlyList<NoticeChatRow>> ChatsAsync() =>
        (await bot.RunAsync((ListNoticeChats act) => act.RunAsync(bot.Id, default))).Value!;
}
