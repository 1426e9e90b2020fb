using BotStudio.Core.Accounts;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Trials;
using BotStudio.Core.Trials.Questions;
using BotStudio.Core.Trials.Runs;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Trials.Tests;

/// <summary><c>/api/v1/bots/{botId}/tests</c>: what contacts ask, what a good answer is like, and how the bot does.</summary>
public static class TestEndpoints
{
    public static void MapTests(this RouteGroupBuilder bot)
    {
        bot.MapGet("/tests", ListTestsAsync)
            .WithSummary("List test questions")
            .WithDescription("In the order in which they are asked, with whether they are asked before publishing.");
        bot.MapPost("/tests", AddTestAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Add a test question")
            .WithDescription(
                "An expectation has a `type`: `contains` and `lacks` (`text`, alternatives with | between them), `language` (`language`, or the contact's own), "
                    + "`calls` (`tool`), `max_length` (`characters`), `judged` (`criterion`, which a model has to find in the answer)."
            )
            .WithExample(
                """{"text":"How much is delivery?","expectations":[{"type":"contains","text":"5 EUR | €5"},{"type":"judged","criterion":"Offers to order."}]}"""
            );
        bot.MapGet("/tests/{questionId:guid}", OpenTestAsync).WithSummary("Read a test question");
        bot.MapPut("/tests/{questionId:guid}", ChangeTestAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Change a test question")
            .WithDescription("Replaces its words, language and expectations; what it was answered in earlier runs stays.")
            .WithExample(
                """{"text":"How much is delivery?","language":"uk","expectations":[{"type":"language"},{"type":"max_length","characters":400}]}"""
            );
        bot.MapPost("/tests/{questionId:guid}/move", MoveTestAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Move a test question")
            .WithDescription("To another place in the order, from 0.")
            .WithExample("""{"to":0}""");
        bot.MapDelete("/tests/{questionId:guid}", DeleteTestAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Delete a test question")
            .WithDescription("What it was answered in earlier runs stays.");
        bot.MapPut("/tests/settings", ChooseAsync)
            .Requires(Permission.PublishBots)
            .WithSummary("Say what the questions decide")
            .WithDescription("With `blocks`, only a draft that has been asked its questions and passed them can be published.")
            .WithExample("""{"runsBeforePublish":true,"blocks":false}""");
        bot.MapPost("/tests/runs", StartTestsAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Ask the test questions")
            .WithDescription(
                "In the background: read the run, whose address is in Location, until its `state` is not `running` any more. `target` is draft, the saved one, or "
                    + "live. One run of a bot goes at a time: while it does, the same target gives the same run, and another one is refused."
            )
            .WithExample("""{"target":"draft"}""");
        bot.MapGet("/tests/runs", ListRunsAsync).WithSummary("List runs").WithDescription("The last 30, the latest first.");
        bot.MapGet("/tests/runs/{runId:guid}", OpenRunAsync)
            .WithSummary("Read a run")
            .WithDescription(
                "Each answer with its verdicts, and what became of it since the finished run before; with `againstLive=true` since the live version was asked, if it ever was."
            );
        bot.MapPost("/tests/runs/{runId:guid}/stop", StopRunAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Stop a run")
            .WithDescription("What was answered by then stays. A run that is over stays as it is.");
    }

    private static async Task<Results<Ok<TestSet>, ProblemResult>> ListTestsAsync(
        Guid botId,
        ListTestQuestions list,
        CancellationToken ct
    ) => (await list.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Created<TestQuestionRow>, ProblemResult>> AddTestAsync(
        Guid botId,
        TestQuestionInput input,
        SaveTestQuestion save,
        CancellationToken ct
    ) => (await save.RunAsync(botId, null, input, ct)).ToCreated(question => $"{ApiEndpoints.V1}/bots/{botId}/tests/{question.Id}");

    private static async Task<Results<Ok<TestQuestionRow>, ProblemResult>> OpenTestAsync(
        Guid botId,
        Guid questionId,
        ListTestQuestions list,
        CancellationToken ct
    )
    {
        var set = await list.RunAsync(botId, ct);
        return set.Value?.Questions.FirstOrDefault(question => question.Id == questionId) is { } found
            ? TypedResults.Ok(found)
            : Problem.NotFound.ToResult();
    }

    private static async Task<Results<Ok<TestQuestionRow>, ProblemResult>> ChangeTestAsync(
        Guid botId,
        Guid questionId,
        TestQuestionInput input,
        SaveTestQuestion save,
        CancellationToken ct
    ) => (await save.RunAsync(botId, questionId, input, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> MoveTestAsync(
        Guid botId,
        Guid questionId,
        MoveInput input,
        MoveTestQuestion move,
        CancellationToken ct
    ) => (await move.RunAsync(botId, questionId, input.To, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemResult>> DeleteTestAsync(
        Guid botId,
        Guid questionId,
        DeleteTestQuestion delete,
        CancellationToken ct
    ) => (await delete.RunAsync(botId, questionId, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemResult>> ChooseAsync(
        Guid botId,
        TestSettingsInput input,
        ChooseTestSettings choose,
        CancellationToken ct
    ) => (await choose.RunAsync(botId, input.RunsBeforePublish, input.Blocks, ct)).ToNoContent();

    private static async Task<Results<Accepted<TestRunDetail>, ProblemResult>> StartTestsAsync(
        Guid botId,
        StartTestsInput input,
        StartTests start,
        OpenTestRun open,
        CancellationToken ct
    )
    {
        var started = await start.RunAsync(botId, input.Target, TrialCause.Asked, ct);
        if (!started.Succeeded)
        {
            return new ProblemResult(started.Problems);
        }

        var run = await open.RunAsync(botId, started.Value, RunBaseline.Before, ct);
        return run.Succeeded
            ? TypedResults.Accepted($"{ApiEndpoints.V1}/bots/{botId}/tests/runs/{started.Value}", run.Value)
            : new ProblemResult(run.Problems);
    }

    private static async Task<Results<Ok<IReadOnlyList<TestRunRow>>, ProblemResult>> ListRunsAsync(
        Guid botId,
        ListTestRuns list,
        CancellationToken ct
    ) => (await list.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Ok<TestRunDetail>, ProblemResult>> OpenRunAsync(
        Guid botId,
        Guid runId,
        OpenTestRun open,
        CancellationToken ct,
        bool againstLive = false
    ) => (await open.RunAsync(botId, runId, againstLive ? RunBaseline.Live : RunBaseline.Before, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> StopRunAsync(
        Guid botId,
        Guid runId,
        StopTests stop,
        CancellationToken ct
    ) => (await stop.RunAsync(botId, runId, ct)).ToNoContent();
}

/// <param name="To">From 0; beyond the end is the end.</param>
public sealed record MoveInput(int To);

/// <param name="RunsBeforePublish">Whoever publishes sees first how the questions are answered.</param>
/// <param name="Blocks">What does not pass is not published; only together with `runsBeforePublish`.</param>
public sealed record TestSettingsInput(bool RunsBeforePublish, bool Blocks);

/// <param name="Target">draft, when left out, or live.</param>
public sealed record StartTestsInput(TrialTarget Target);
