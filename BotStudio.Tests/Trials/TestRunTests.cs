using BotStudio.Core.Accounts;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Trials;
using BotStudio.Core.Trials.Questions;
using BotStudio.Core.Trials.Runs;
using BotStudio.Tests.Ai;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Trials;

public sealed class TestRunTests(AiActs acts) : TrialTest(acts)
{
    [Fact]
    public async Task Every_question_is_asked_of_the_draft_and_judged_by_what_is_expected()
    {
        Ai.Always = AiReply.Of(request =>
            request.LastUserText.Contains("open", StringComparison.Ordinal) ? "We open at 8 am." : "No idea."
        );
        await AskAlsoAsync("When do you open?", new Contains("8:00 | 8 AM"), new Lacks("sorry"), new NoLongerThan(20));
        await AskAlsoAsync("Do you deliver?", new Contains("yes"));
        await AskAlsoAsync("/price", new Contains("ten"));

        var run = await RunTestsAsync();

        Assert.Equal((TrialState.Finished, 3, 2, 1), (run.Run.State, run.Run.Total, run.Run.Passed, run.Run.Failed));
        Assert.Equal(["When do you open?", "Do you deliver?", "/price"], run.Results.Select(result => result.Question));
        Assert.All(run.Results[0].Verdicts, verdict => Assert.True(verdict.IsMet));
        Assert.Equal("No idea.", run.Results[1].Answer);
        Assert.False(run.Results[1].Verdicts.Single().IsMet);
        Assert.Equal("Ten euros.", run.Results[2].Answer);
        Assert.Null(run.Results[2].Model);
    }

    [Fact]
    public async Task What_it_took_is_written_down_as_a_test_of_nobody_in_particular()
    {
        Ai.Always = AiReply.Costing(1000, 0, 100);
        await AskAlsoAsync("How much?");

        var run = await RunTestsAsync();

        // gpt-4o-mini: 0.15 and 0.60 dollars per million.
        Assert.Equal(0.00021m, run.Run.Cost);
        await using var db = OpenDatabase();
        var record = await db.UsageRecords.SingleAsync(record => record.AccountId == AccountId);
        Assert.Equal((UsageKind.Test, (Guid?)null, Bot.Id, 0.00021m), (record.Kind, record.ContactId, record.BotId, record.Cost!.Value));
    }

    [Theory]
    [InlineData("""{"met": true, "reason": "It is polite."}""", true, "It is polite.", null)]
    [InlineData("Sure!\n```json\n{\"met\": \"no\", \"reason\": \"Rude.\",}\n```", false, "Rude.", null)]
    [InlineData("**Yes** - it names the price", true, "it names the price", null)]
    [InlineData("Failed: nothing about prices", false, "nothing about prices", null)]
    [InlineData("It depends.", false, "It depends.", "trials.judge_unclear")]
    [InlineData("", false, null, "ai.empty")]
    public async Task A_model_judges_what_words_cannot(string said, bool isMet, string? reason, string? problem)
    {
        Ai.Always = AiReply.Of(request =>
            request.Messages[0].Text.Contains("criterion", StringComparison.Ordinal) ? said : "Nine euros, my friend."
        );
        await AskAlsoAsync("How much?", new Judged("Names a price politely."));

        var run = await RunTestsAsync();

        var verdict = run.Results.Single().Verdicts.Single();
        Assert.Equal((isMet, reason, problem), (verdict.IsMet, verdict.Reason, verdict.Problem));
    }

    [Fact]
    public async Task A_run_says_what_is_better_and_what_is_worse_than_before()
    {
        Ai.Always = AiReply.Of(request => request.LastUserText == "One" ? "good" : "bad");
        var one = await AskAlsoAsync("One", new Contains("good"));
        var two = await AskAlsoAsync("Two", new Contains("good"));
        await RunTestsAsync();

        Ai.Always = AiReply.Of(request => request.LastUserText == "One" ? "bad" : "good");
        var run = await RunTestsAsync();

        Assert.Equal((1, 1), (run.NewlyPassing, run.NewlyFailing));
        Assert.Equal(TestChange.Worse, run.Results.Single(result => result.QuestionId == one).Change);
        Assert.Equal(new EarlierResult(TestOutcome.Failed, "bad"), run.Results.Single(result => result.QuestionId == two).Before);
    }

    [Fact]
    public async Task A_draft_is_compared_with_what_contacts_get_now()
    {
        await AskAlsoAsync("One", new Contains("good"));
        Ai.Always = AiReply.Text("good");
        await RunTestsAsync();
        await PublishAsync();
        await ChangeDraftAsync();
        Ai.Always = AiReply.Text("worse");
        await RunTestsAsync();

        var again = await RunTestsAsync();
        var withLive = await OpenAsync(again.Run.Id, RunBaseline.Live);

        Assert.Equal((TestChange.None, (int?)null), (again.Results.Single().Change, again.ComparedWith!.LiveNumber));
        Assert.Equal((TestChange.Worse, (int?)1), (withLive.Results.Single().Change, withLive.ComparedWith!.LiveNumber));
        Assert.Equal("good", withLive.Results.Single().Before!.Answer);
    }

    [Fact]
    public async Task A_live_version_that_was_published_untested_can_be_asked_afterwards()
    {
        await AskAlsoAsync("One", new Contains("good"));
        await PublishAsync();
        await ChangeDraftAsync();
        Ai.Always = AiReply.Text("good");
        var draft = await RunTestsAsync();
        Assert.False(draft.KnowsLive);

        Ai.Always = AiReply.Text("bad");
        var live = await RunTestsAsync(TrialTarget.Live);

        Assert.Equal((1, false), (live.Run.Version, live.KnowsLive));
        var compared = await OpenAsync(draft.Run.Id, RunBaseline.Live);
        Assert.Equal((TestChange.Better, (int?)1), (compared.Results.Single().Change, compared.ComparedWith!.LiveNumber));
    }

    [Fact]
    public async Task After_a_crash_only_what_has_no_answer_is_asked_again()
    {
        await AskAlsoAsync("One");
        await AskAlsoAsync("Two");
        var runId = await StartAsync();
        await using (var db = OpenDatabase())
        {
            await db
                .TestResults.Where(r => r.RunId == runId && r.Question == "One")
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Outcome, TestOutcome.Passed).SetProperty(r => r.Answer, "From before"));
        }

        var before = Ai.Requests.Count;
        await Acts.RunDueJobsAsync(AccountId, RunTests.JobKind);

        Assert.Equal("Two", Assert.Single(Ai.Requests.Skip(before)).LastUserText);
        Assert.Equal(TrialState.Finished, (await OpenAsync(runId)).Run.State);
    }

    [Fact]
    public async Task A_run_that_was_stopped_asks_nothing_more()
    {
        await AskAlsoAsync("One");
        var runId = await StartAsync();
        Assert.True((await Run((StopTests act) => act.RunAsync(Bot.Id, runId, Ct))).Succeeded);

        var before = Ai.Requests.Count;
        await Acts.RunDueJobsAsync(AccountId, RunTests.JobKind);

        Assert.Equal(before, Ai.Requests.Count);
        Assert.Equal(TrialState.Stopped, (await OpenAsync(runId)).Run.State);
    }

    [Fact]
    public async Task What_no_further_question_would_change_ends_the_run_with_its_reason()
    {
        Ai.Always = AiReply.Status(401, "invalid_api_key");
        for (var i = 0; i < 12; i++)
        {
            await AskAlsoAsync($"Question {i}");
        }

        var run = await RunTestsAsync();

        Assert.Equal((TrialState.Broken, "ai.key_refused"), (run.Run.State, run.Run.Problem));
        Assert.InRange(run.Run.Done, 1, 8);
    }

    [Fact]
    public async Task Who_blocks_publishes_only_what_was_asked_these_questions_and_passed()
    {
        Ai.Always = AiReply.Text("bad");
        await AskAlsoAsync("One", new Contains("good"));
        Assert.True((await Run((ChooseTestSettings act) => act.RunAsync(Bot.Id, runsBeforePublish: true, blocks: true, Ct))).Succeeded);
        Assert.Equal("trials.not_run", (await PublishAsync()).Problem?.Code);

        await RunTestsAsync();
        Assert.Equal("trials.not_passed", (await PublishAsync()).Problem?.Code);

        Ai.Always = AiReply.Text("good");
        await RunTestsAsync();
        await AskAlsoAsync("And another?");
        Assert.Equal("trials.not_run", (await PublishAsync()).Problem?.Code);

        await RunTestsAsync();
        Assert.True((await PublishAsync()).Succeeded);
    }

    [Fact]
    public async Task Who_does_not_block_publishes_in_spite_of_failures()
    {
        Ai.Always = AiReply.Text("bad");
        await AskAlsoAsync("One", new Contains("good"));
        await Run((ChooseTestSettings act) => act.RunAsync(Bot.Id, runsBeforePublish: true, blocks: false, Ct));
        await RunTestsAsync();

        Assert.True((await PublishAsync()).Succeeded);
    }

    [Fact]
    public async Task Only_editors_run_tests_and_only_where_there_are_some()
    {
        Assert.Equal(
            "trials.no_questions",
            (await Run((StartTests act) => act.RunAsync(Bot.Id, TrialTarget.Draft, TrialCause.Asked, Ct))).Problem?.Code
        );
        Assert.Equal(
            "trials.not_live",
            (await Run((StartTests act) => act.RunAsync(Bot.Id, TrialTarget.Live, TrialCause.Asked, Ct))).Problem?.Code
        );
        Assert.Equal(
            "forbidden",
            (await Run((StartTests act) => act.RunAsync(Bot.Id, TrialTarget.Draft, TrialCause.Asked, Ct), Role.Viewer)).Problem?.Code
        );
    }

    private Task<Core.Outcomes.Outcome<int>> PublishAsync() => Run((PublishBot act) => act.RunAsync(Bot.Id, null, "", Ct));

    private async Task ChangeDraftAsync()
    {
        var draft = (await Run((OpenDraft act) => act.RunAsync(Bot.Id, Ct))).Value!;
        var changed = draft.Document with { Prompt = draft.Document.Prompt with { Text = "You sell tea." } };
        Assert.True((await Run((SaveDraft act) => act.RunAsync(Bot.Id, changed, draft.Revision, Ct))).Succeeded);
    }

    private async Task<Guid> StartAsync(TrialTarget target = TrialTarget.Draft) =>
        (await Run((StartTests act) => act.RunAsync(Bot.Id, target, TrialCause.Asked, Ct))).Value;

    private async Task<TestRunDetail> OpenAsync(Guid runId, RunBaseline baseline = RunBaseline.Before) =>
        (await Run((OpenTestRun act) => act.RunAsync(Bot.Id, runId, baseline, Ct))).Value!;

    private async Task<TestRunDetail> RunTestsAsync(TrialTarget target = TrialTarget.Draft)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var runId = await StartAsync(target);
        Assert.Equal(1, await Acts.RunDueJobsAsync(AccountId, RunTests.JobKind));
        return await OpenAsync(runId);
    }
}
