using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Inbox;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Conversations;

public sealed class CannedRepliesTests(Acts acts) : ActTest(acts)
{
    private Guid botId;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        botId = (await Run((CreateBot act) => act.RunAsync(A.Document(), Ct))).Value;
    }

    [Fact]
    public async Task Replies_are_kept_changed_and_forgotten()
    {
        var hours = await SaveAsync("/Hours", " We are open from 9 to 18. ");
        await SaveAsync("доставка", "Доставка коштує 50 грн.");
        Assert.Equal("hours", hours.Value!.Shortcut);

        await SaveAsync("open", "From 9 to 20.", hours.Value.Id);

        Assert.Equal([("open", "From 9 to 20."), ("доставка", "Доставка коштує 50 грн.")], await ListAsync());
        Assert.True((await Run((DeleteCannedReply act) => act.RunAsync(botId, hours.Value.Id, Ct))).Succeeded);
        Assert.Single(await ListAsync());
        Assert.Equal(Problem.NotFound, (await Run((DeleteCannedReply act) => act.RunAsync(botId, hours.Value.Id, Ct))).Problem);
    }

    [Theory]
    [InlineData("", "text", "canned.bad_shortcut")]
    [InlineData("two words", "text", "canned.bad_shortcut")]
    [InlineData("hours", "  ", "canned.no_text")]
    public async Task A_reply_that_could_not_be_called_or_says_nothing_is_refused(string shortcut, string text, string code) =>
        Assert.Equal(code, (await SaveAsync(shortcut, text)).Problem?.Code);

    [Fact]
    public async Task A_shortcut_is_there_once()
    {
        await SaveAsync("hours", "9 to 18");

        Assert.Equal("canned.shortcut_taken", (await SaveAsync("HOURS", "other")).Problem?.Code);
    }

    [Fact]
    public async Task Viewers_change_nothing() =>
        Assert.Equal(Problem.Forbidden, (await Run((SaveCannedReply act) => act.RunAsync(botId, null, "x", "y", Ct), Role.Viewer)).Problem);

    private Task<Outcome<CannedReplyRow>> SaveAsync(string shortcut, string text, Guid? id = null) =>
        Run((SaveCannedReply act) => act.RunAsync(botId, id, shortcut, text, Ct));

    private async Task<IEnumerable<(string, string)>> ListAsync() =>
        (await Run((ListCannedReplies act) => act.RunAsync(botId, Ct))).Value!.Select(reply => (reply.Shortcut, reply.Text));
}
