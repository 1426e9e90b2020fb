using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Trials.Questions;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Web.Trials.Bench;
using Bunit;

namespace BotStudio.Tests.Trials;

/// <summary>The page that asks several messages side by side.</summary>
public sealed class BenchPageTests(AiActs acts) : BotScreen(acts), IClassFixture<AiActs>
{
    protected override BotDocument Document => A.Document(A.TextCommand("price", "Ten euros")).WithPrompt("You sell coffee.");

    public override async Task InitializeAsync()
    {
        acts.Ai.ForgetReplies();
        acts.Ai.Always = AiReply.Echo;
        await base.InitializeAsync();
    }

    [Fact]
    public async Task Before_the_first_version_only_the_draft_can_be_asked()
    {
        var page = await OpenAsync<BenchPage>();

        var whom = page.FindAll("fieldset input[type=checkbox]");
        Assert.Equal([true, false, false], whom.Select(box => box.HasAttribute("checked")));
        Assert.Equal([false, true, false], whom.Select(box => box.HasAttribute("disabled")));
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Draft_and_live_answer_each_message_side_by_side_with_what_each_took()
    {
        await Elsewhere((PublishBot act) => act.RunAsync(Bot.Id, null, "", Ct));
        var page = await OpenAsync<BenchPage>();
        await page.InvokeAsync(() => Draft.Change(document => document with { Prompt = document.Prompt with { Text = "You sell tea." } }));
        acts.Ai.Always = AiReply.Of(request =>
            (request.Messages[0].Text.Contains("tea", StringComparison.Ordinal) ? "Tea: " : "Coffee: ") + request.LastUserText
        );

        await AskAsync(page, "Hello\n\n  /price \nBye");

        page.WaitForAssertion(() => Assert.Equal(6, page.FindAll(".answer .bubble .text").Count), Patience);
        var rows = page.FindAll("article");
        Assert.Equal(["1Hello", "2/price", "3Bye"], rows.Select(row => row.QuerySelector(".question")!.TextContent));
        Assert.Equal(
            ["Draft: Tea: Hello", "Live version 1: Coffee: Hello"],
            rows[0]
                .QuerySelectorAll(".answer")
                .Select(answer => $"{answer.QuerySelector("h4")!.TextContent}: {answer.QuerySelector(".bubble .text")!.TextContent.Trim()}")
        );
        Assert.Contains("Answered without AI: the command /price", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("tokens read", rows[0].TextContent, StringComparison.Ordinal);
        Assert.All(page.FindAll(".total p"), total => Assert.StartsWith("3 of 3 answers", total.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_stopped_keeps_what_came_by_then()
    {
        acts.Ai.Next(AiReply.Text("I am first."));
        acts.Ai.Always = AiReply.Stall;
        var page = await OpenAsync<BenchPage>();

        await AskAsync(page, "One\nTwo");
        page.WaitForAssertion(() => Assert.Contains("I am first.", page.Markup, StringComparison.Ordinal), Patience);
        await page.InvokeAsync(() => page.Find("form .button.quiet").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Equal("false", page.Find(".results").GetAttribute("aria-busy")), Patience);
        Assert.Contains("I am first.", page.Markup, StringComparison.Ordinal);
        Assert.Single(page.FindAll(".answer"), answer => answer.TextContent.Contains("Not asked.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_becomes_a_test_question()
    {
        var page = await OpenAsync<BenchPage>();
        await AskAsync(page, "Do you deliver?");
        page.WaitForAssertion(() => Assert.Contains("Echo: Do you deliver?", page.Markup, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => page.Find("article header button").ClickAsync(new()));

        Assert.Equal(
            "Do you deliver?",
            (await Elsewhere((ListTestQuestions act) => act.RunAsync(Bot.Id, Ct))).Value!.Questions.Single().Text
        );
        Assert.Single(Toasts);
    }

    [Fact]
    public async Task Too_many_messages_are_refused_with_a_reason()
    {
        var page = await OpenAsync<BenchPage>();

        await AskAsync(page, string.Join('\n', Enumerable.Range(1, 11)));

        page.WaitForAssertion(
            () => Assert.Contains("At most 10 messages", page.Find(".alert").TextContent, StringComparison.Ordinal),
            Patience
        );
    }

    [Fact]
    public async Task Who_may_only_look_cannot_ask()
    {
        Role = Role.Viewer;
        var page = await OpenAsync<BenchPage>();

        await page.InvokeAsync(() => page.Find("textarea").InputAsync(new() { Value = "Hello" }));

        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
    }

    private static async Task AskAsync(IRenderedComponent<BenchPage> page, string messages)
    {
        await page.InvokeAsync(() => page.Find("textarea").InputAsync(new() { Value = messages }));
        // It goes on until the last answer is there, or somebody stops it.
        _ = page.InvokeAsync(() => page.Find("form").SubmitAsync());
    }
}
