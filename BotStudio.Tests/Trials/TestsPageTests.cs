using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Trials.Questions;
using BotStudio.Core.Trials.Runs;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Tests.Tools;
using BotStudio.Web.Trials.Tests;
using Bunit;

namespace BotStudio.Tests.Trials;

/// <summary>The page of test questions, and what is shown of them before publishing.</summary>
public sealed class TestsPageTests(AiActs acts) : BotScreen(acts), IClassFixture<AiActs>
{
    private bool? mayPublish;

    protected override BotDocument Document => A.Document().WithPrompt("You sell coffee.").WithBuiltIn("ask_human");

    public override async Task InitializeAsync()
    {
        acts.Ai.ForgetReplies();
        acts.Ai.Always = AiReply.Echo;
        await base.InitializeAsync();
    }

    [Fact]
    public async Task The_first_question_is_written_with_all_that_a_good_answer_needs()
    {
        var page = await OpenPageAsync();
        Assert.Contains("No test questions yet", page.Find(".empty").TextContent, StringComparison.Ordinal);

        await ClickAsync(page, ".empty button");
        await page.InvokeAsync(() => page.Find("dialog textarea").InputAsync(new() { Value = "Do you deliver?" }));
        await ClickAsync(page, "dialog fieldset .row button");
        await page.InvokeAsync(() => page.Find("dialog form").SubmitAsync());
        page.WaitForAssertion(() => Assert.Equal("Say what is expected.", page.Find("dialog .wrong").TextContent), Patience);

        await page.InvokeAsync(() => page.Find(".expectation input").InputAsync(new() { Value = "5 EUR" }));
        await ClickAsync(page, "dialog fieldset .row button");
        await page.InvokeAsync(() => page.FindAll(".expectation > select")[1].ChangeAsync(new() { Value = "calls" }));
        Assert.Equal(["ask_human"], page.FindAll("dialog datalist option").Select(option => option.GetAttribute("value")));
        await page.InvokeAsync(() => page.FindAll(".expectation")[1].QuerySelector("input")!.InputAsync(new() { Value = "ask_human" }));
        await page.InvokeAsync(() => page.Find("dialog form").SubmitAsync());

        page.WaitForAssertion(
            () => Assert.StartsWith("Do you deliver?", page.Find("ol .text").TextContent, StringComparison.Ordinal),
            Patience
        );
        Assert.Equal(["contains “5 EUR”", "calls ask_human"], page.FindAll("ol .expected li").Select(item => item.TextContent));
        Assert.Empty(page.FindAll("dialog form"));
    }

    [Fact]
    public async Task A_deleted_question_comes_back_with_one_click()
    {
        await QuestionAsync("Do you deliver?", new Contains("yes"));
        var page = await OpenPageAsync();

        await ClickAsync(page, "[aria-label^=Delete]");
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".empty")), Patience);
        await page.InvokeAsync(() => Toasts.Single().Action!());

        page.WaitForAssertion(() => Assert.Equal("contains “yes”", page.Find("ol .expected li").TextContent), Patience);
    }

    [Fact]
    public async Task What_came_of_each_question_is_there_when_the_run_is_over_and_failures_are_open()
    {
        await QuestionAsync("Do you deliver?", new Contains("yes"), new NoLongerThan(100));
        await QuestionAsync("Hello");
        var page = await OpenPageAsync();
        page.WaitForAssertion(() => Assert.Contains("have not been asked yet", page.Markup, StringComparison.Ordinal), Patience);

        await ClickAsync(page, "section[aria-labelledby=runs] .button.primary");
        page.WaitForAssertion(() => Assert.Contains("0 of 2 asked", page.Find(".state").TextContent, StringComparison.Ordinal), Patience);
        await acts.RunDueJobsAsync(AccountId, RunTests.JobKind);

        page.WaitForAssertion(() => Assert.Contains("1 of 2 passed", page.Find(".state").TextContent, StringComparison.Ordinal), Patience);
        var results = page.FindAll("details");
        Assert.Equal([true, false], results.Select(result => result.HasAttribute("open")));
        Assert.Equal(["missed", "met"], results[0].QuerySelectorAll(".verdicts li").Select(verdict => verdict.ClassName));
        Assert.Contains("Echo: Do you deliver?", results[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_publishing_the_draft_is_asked_and_a_failure_has_to_be_agreed_to()
    {
        await QuestionAsync("Do you deliver?", new Contains("yes"));
        var gate = await OpenGateAsync();
        gate.WaitForAssertion(() => Assert.Contains("0 of 1 asked", gate.Find(".state").TextContent, StringComparison.Ordinal), Patience);

        await acts.RunDueJobsAsync(AccountId, RunTests.JobKind);

        gate.WaitForAssertion(() => Assert.Contains("0 of 1 passed", gate.Find(".state").TextContent, StringComparison.Ordinal), Patience);
        Assert.False(mayPublish);
        await gate.InvokeAsync(() => gate.Find("label input[type=checkbox]").ChangeAsync(new() { Value = true }));
        Assert.True(mayPublish);
    }

    [Fact]
    public async Task What_got_worse_than_the_live_version_is_said_and_nothing_is_asked_twice()
    {
        await QuestionAsync("Do you deliver?", new Contains("yes"));
        await Elsewhere((ChooseTestSettings act) => act.RunAsync(Bot.Id, runsBeforePublish: true, blocks: true, Ct));
        acts.Ai.Always = AiReply.Text("Oh yes.");
        await RunAsync();
        await Elsewhere((PublishBot act) => act.RunAsync(Bot.Id, null, "", Ct));
        var draft = (await Elsewhere((OpenDraft act) => act.RunAsync(Bot.Id, Ct))).Value!;
        await Elsewhere((SaveDraft act) => act.RunAsync(Bot.Id, draft.Document with { Name = "Tea" }, draft.Revision, Ct));
        acts.Ai.Always = AiReply.Text("Oh no.");
        await RunAsync();
        var before = acts.Ai.Requests.Count;

        var gate = await OpenGateAsync();

        gate.WaitForAssertion(
            () => Assert.Contains("1 question got worse", gate.Find(".changes").TextContent, StringComparison.Ordinal),
            Patience
        );
        Assert.Contains("Live version 1", gate.Find(".changes").TextContent, StringComparison.Ordinal);
        Assert.Equal(("Oh yes.", "Oh no."), (gate.Find(".before p").TextContent, gate.Find(".after p").TextContent));
        Assert.False(mayPublish);
        Assert.Empty(gate.FindAll("input[type=checkbox]"));
        Assert.Equal(before, acts.Ai.Requests.Count);
    }

    [Fact]
    public async Task A_question_that_came_since_the_last_run_is_asked_before_publishing()
    {
        await QuestionAsync("Do you deliver?");
        await RunAsync();
        await QuestionAsync("And on Sundays?");

        var gate = await OpenGateAsync();

        gate.WaitForAssertion(() => Assert.Contains("0 of 2 asked", gate.Find(".state").TextContent, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Who_does_not_test_before_publishing_is_not_asked_to()
    {
        await QuestionAsync("Do you deliver?", new Contains("yes"));
        await Elsewhere((ChooseTestSettings act) => act.RunAsync(Bot.Id, runsBeforePublish: false, blocks: false, Ct));

        var gate = await OpenGateAsync();

        Assert.Empty(gate.FindAll("section"));
        Assert.Null(mayPublish);
    }

    private static Task ClickAsync<T>(IRenderedComponent<T> page, string selector)
        where T : Microsoft.AspNetCore.Components.IComponent => page.InvokeAsync(() => page.Find(selector).ClickAsync(new()));

    private async Task<IRenderedComponent<TestsPage>> OpenPageAsync()
    {
        var page = await OpenAsync<TestsPage>();
        page.WaitForElement("section[aria-labelledby=questions]", Patience);
        return page;
    }

    private Task<IRenderedComponent<PublishTests>> OpenGateAsync() =>
        OpenAsync<PublishTests>(part => part.Add(p => p.Draft, Draft).Add(p => p.OnDecided, may => mayPublish = may));

    private Task<Outcome<TestQuestionRow>> QuestionAsync(string text, params Expectation[] expectations) =>
        Elsewhere((SaveTestQuestion act) => act.RunAsync(Bot.Id, null, new TestQuestionInput(text, null, expectations), Ct));

    private async Task RunAsync()
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Elsewhere((StartTests act) => act.RunAsync(Bot.Id, Core.Trials.TrialTarget.Draft, TrialCause.Asked, Ct));
        await acts.RunDueJobsAsync(AccountId, RunTests.JobKind);
        Clock.Advance(TimeSpan.FromSeconds(1));
    }
}
