using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Trials.Replays;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Web.Trials.Replays;
using Bunit;

namespace BotStudio.Tests.Trials;

/// <summary>The pages where real conversations are asked of the draft.</summary>
public sealed class ReplayPageTests(AiActs acts) : BotScreen(acts), IClassFixture<AiActs>
{
    protected override BotDocument Document => A.Document().WithPrompt("You sell coffee.");

    public override async Task InitializeAsync()
    {
        acts.Ai.ForgetReplies();
        acts.Ai.Always = AiReply.Echo;
        await base.InitializeAsync();
    }

    [Fact]
    public async Task Without_conversations_the_page_says_what_will_be_here()
    {
        var page = await OpenAsync<ReplaysPage>();

        page.WaitForAssertion(
            () => Assert.Contains("No answers by AI in this time", page.Find(".empty").TextContent, StringComparison.Ordinal),
            Patience
        );
    }

    [Fact]
    public async Task What_it_costs_is_said_and_agreed_to_before_it_begins()
    {
        await TalkAsync("Olena", "How much?", "Two euros.");
        await TalkAsync("Ivan", "Where are you?", "Main Street.");
        var page = await OpenAsync<ReplaysPage>();
        page.WaitForAssertion(
            () => Assert.StartsWith("2 messages are asked of gpt-4o-mini", page.Find(".estimate").TextContent, StringComparison.Ordinal),
            Patience
        );

        await page.InvokeAsync(() => page.FindAll(".list input")[0].ChangeAsync(new() { Value = false }));
        page.WaitForAssertion(
            () => Assert.StartsWith("1 message is asked of gpt-4o-mini", page.Find(".estimate").TextContent, StringComparison.Ordinal),
            Patience
        );
        _ = page.InvokeAsync(() => page.Find("section .button.primary").ClickAsync(new()));
        page.WaitForElement("dialog form", Patience);
        Assert.Contains("$", page.Find("dialog .body").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("dialog form").SubmitAsync());

        page.WaitForAssertion(() => Assert.Contains("/prompt/replay/", Address, StringComparison.Ordinal), Patience);
        var replay = (await Elsewhere((ListReplays act) => act.RunAsync(Bot.Id, null, 50, Ct))).Value!.Items.Single();
        Assert.Equal(1, replay.Total);
    }

    [Fact]
    public async Task Then_and_now_stand_side_by_side_with_what_they_took()
    {
        var conversationId = await TalkAsync("Olena", "How much?", "It costs two euros.");
        acts.Ai.Always = AiReply.Text("It costs three euros.");
        var plan = (await Elsewhere((PlanReplay act) => act.RunAsync(Bot.Id, 7, [conversationId], Ct))).Value!;
        var replayId = (await Elsewhere((StartReplay act) => act.RunAsync(Bot.Id, 7, [conversationId], plan.Cost, Ct))).Value;
        var page = await OpenAsync<ReplayPage>(part => part.Add(p => p.ReplayId, replayId));
        page.WaitForAssertion(() => Assert.Contains("0 of 1 asked", page.Find(".going").TextContent, StringComparison.Ordinal), Patience);

        await acts.RunDueJobsAsync(AccountId, RunReplay.JobKind);

        page.WaitForAssertion(() => Assert.Equal("three", page.Find(".after ins").TextContent), Patience);
        Assert.Equal("two", page.Find(".before del").TextContent);
        Assert.Contains("gpt-4o · 128 tokens · 0.9 s", page.Find(".before").TextContent, StringComparison.Ordinal);
        Assert.Equal("1 / 1", page.Find("dd").TextContent);
        Assert.EndsWith($"/conversations/{conversationId}", page.Find("article a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_that_is_gone_leads_back_to_the_list()
    {
        var page = await OpenAsync<ReplayPage>(part => part.Add(p => p.ReplayId, Guid.CreateVersion7()));

        page.WaitForAssertion(
            () => Assert.EndsWith("/prompt/replay", page.Find(".empty a").GetAttribute("href"), StringComparison.Ordinal),
            Patience
        );
    }

    private async Task<Guid> TalkAsync(string name, string heard, string said)
    {
        var chats = new Chats(acts.Services, Clock);
        var chat = await chats.BeginAsync(Bot, name);
        await chats.HeardAsync(chat, heard);
        await chats.SaidAsync(chat, said, new ReplyReason(ReplyStep.Ai, Version: 1), ai: new AiUsage("gpt-4o", 120, 8, 900));
        return chat.ConversationId;
    }
}
