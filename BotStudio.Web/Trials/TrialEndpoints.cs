using BotStudio.Core.Accounts;
using BotStudio.Core.Bots.PromptLibrary;
using BotStudio.Core.Trials;
using BotStudio.Core.Trials.Questions;
using BotStudio.Core.Trials.Replays;
using BotStudio.Core.Trials.Runs;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Trials;

/// <summary><c>/api/v1/bots/{botId}/tests</c>, <c>/replays</c>, <c>/try</c>: trying a prompt out before contacts meet it.</summary>
public static class TrialEndpoints
{
    public static void MapTrials(this RouteGroupBuilder api)
    {
        api.MapGet("/prompt-library", ListStarters)
            .WithTags("Prompts")
            .WithSummary("List prompts to begin with")
            .WithDescription("In every language of the product; what only the owner knows stands in square brackets.");
        var bot = api.MapGroup("/bots/{botId:guid}").WithTags("Prompts").Requires(Permission.ViewBots);
        bot.MapPost("/try", TryAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Ask the draft, the live version, another model")
            .WithDescription("Up to 10 messages, side by side. Nobody hears of it; what it costs is counted as a test.")
            .WithExample(
                """{"messages":["Are you open on Sundays?"],"contestants":[{"target":"draft"},{"target":"live"},{"target":"draft","model":"gpt-4o"}]}"""
            );
        bot.MapTests();
        bot.MapReplays();
    }

    private static void MapTests(this RouteGroupBuilder bot)
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
        bot.MapPut("/tests/{questionId:guid}", ChangeTestAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Change a test question")
            .WithExample(
                """{"text":"How much is delivery?","language":"uk","expectations":[{"type":"language"},{"type":"max_length","characters":400}]}"""
            );
        bot.MapPost("/tests/{questionId:guid}/move", MoveTestAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Move a test question")
            .WithDescription("To another place in the order, from 0.")
            .WithExample("""{"to":0}""");
        bot.MapDelete("/tests/{questionId:guid}", DeleteTestAsync).Requires(Permission.EditBots).WithSummary("Delete a test question");
        bot.MapPut("/tests/settings", ChooseAsync)
            .Requires(Permission.PublishBots)
            .WithSummary("Say what the questions decide")
            .WithDescription("With `blocks`, only a draft that has been asked its questions and passed them can be published.")
            .WithExample("""{"runsBeforePublish":true,"blocks":false}""");
        bot.MapPost("/tests/runs", StartTestsAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Ask the test questions")
            .WithDescription("In the background: read the run until its `state` is not `running` any more. `target` is draft or live.")
            .WithExample("""{"target":"draft"}""");
        bot.MapGet("/tests/runs", ListRunsAsync).WithSummary("List runs").WithDescription("The last 30, the latest first.");
        bot.MapGet("/tests/runs/{runId:guid}", OpenRunAsync)
            .WithSummary("Read a run")
            .WithDescription("Each answer with its verdicts, and what became of it since the finished run before.");
        bot.MapPost("/tests/runs/{runId:guid}/stop", StopRunAsync).Requires(Permission.EditBots).WithSummary("Stop a run");
    }

    private static void MapReplays(this RouteGroupBuilder bot)
    {
        bot.MapGet("/replays/conversations", ListReplayableAsync)
            .Requires(Permission.ViewPeople)
            .WithSummary("List conversations to replay")
            .WithDescription("Those in which AI answered in the last `days` (1 to 90), the latest first, at most a hundred.");
        bot.MapPost("/replays/estimate", PlanReplayAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Estimate a replay")
            .WithExample("""{"days":7,"conversationIds":["01938f6c-1111-7000-8000-000000000001"]}""");
        bot.MapPost("/replays", StartReplayAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Replay conversations")
            .WithDescription(
                "Asks the saved draft what contacts wrote, in the background. `agreedCost` is the `cost` of the estimate; without it only what costs nobody knows how much begins."
            )
            .WithExample("""{"days":7,"conversationIds":["01938f6c-1111-7000-8000-000000000001"],"agreedCost":0.02}""");
        bot.MapGet("/replays", ListReplaysAsync)
            .Requires(Permission.ViewPeople)
            .WithSummary("List replays")
            .WithDescription("Kept for 14 days.");
        bot.MapGet("/replays/{replayId:guid}", OpenReplayAsync)
            .Requires(Permission.ViewPeople)
            .WithSummary("Read a replay")
            .WithDescription("What was said then and what the draft says, message by message, with tokens, time and cost.");
        bot.MapPost("/replays/{replayId:guid}/stop", StopReplayAsync).Requires(Permission.EditBots).WithSummary("Stop a replay");
        bot.MapDelete("/replays/{replayId:guid}", DeleteReplayAsync).Requires(Permission.EditBots).WithSummary("Delete a replay");
    }

    private static Ok<IReadOnlyList<PromptStarter>> ListStarters() => TypedResults.Ok(PromptStarters.All);

    private static async Task<Results<Ok<IReadOnlyList<TriedBody>>, ProblemResult>> TryAsync(
        Guid botId,
        TryInput input,
        TryMessages messages,
        CancellationToken ct
    )
    {
        var wish = new TrialWish(
            input.Messages ?? [],
            input.Contestants ?? [new Contestant(TrialTarget.Draft)],
            input.Language,
            input.AsOneConversation,
            input.ContactName ?? "Alex"
        );
        var prepared = await messages.RunAsync(botId, wish, document: null, ct);
        if (prepared.Value is not { } trial)
        {
            return new ProblemResult(prepared.Problems);
        }

        var answers = new List<TriedBody>();
        await foreach (var answer in messages.AnswerAsync(trial, ct))
        {
            answers.Add(TriedBody.Of(answer));
        }

        return TypedResults.Ok<IReadOnlyList<TriedBody>>([
            .. answers.OrderBy(answer => answer.Message).ThenBy(answer => answer.Contestant),
        ]);
    }

    private static async Task<Results<Ok<TestSet>, ProblemResult>> ListTestsAsync(
        Guid botId,
        ListTestQuestions list,
        CancellationToken ct
    ) => (await list.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Ok<TestQuestionRow>, ProblemResult>> AddTestAsync(
        Guid botId,
        TestQuestionInput input,
        SaveTestQuestion save,
        CancellationToken ct
    ) => (await save.RunAsync(botId, null, input, ct)).ToOk();

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

    private static async Task<Results<Ok<TestRunDetail>, ProblemResult>> StartTestsAsync(
        Guid botId,
        StartTestsInput input,
        StartTests start,
        OpenTestRun open,
        CancellationToken ct
    )
    {
        var started = await start.RunAsync(botId, input.Target, TrialCause.Asked, ct);
        return started.Succeeded ? (await open.RunAsync(botId, started.Value, ct)).ToOk() : new ProblemResult(started.Problems);
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
        CancellationToken ct
    ) => (await open.RunAsync(botId, runId, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> StopRunAsync(
        Guid botId,
        Guid runId,
        StopTests stop,
        CancellationToken ct
    ) => (await stop.RunAsync(botId, runId, ct)).ToNoContent();

    private static async Task<Results<Ok<IReadOnlyList<ReplayableRow>>, ProblemResult>> ListReplayableAsync(
        Guid botId,
        ListReplayable list,
        CancellationToken ct,
        int days = 7
    ) => (await list.RunAsync(botId, days, ct)).ToOk();

    private static async Task<Results<Ok<ReplayPlan>, ProblemResult>> PlanReplayAsync(
        Guid botId,
        ReplayInput input,
        PlanReplay plan,
        CancellationToken ct
    ) => (await plan.RunAsync(botId, input.Days, input.ConversationIds ?? [], ct)).ToOk();

    private static async Task<Results<Ok<ReplayDetail>, ProblemResult>> StartReplayAsync(
        Guid botId,
        ReplayInput input,
        StartReplay start,
        OpenReplay open,
        CancellationToken ct
    )
    {
        var started = await start.RunAsync(botId, input.Days, input.ConversationIds ?? [], input.AgreedCost, ct);
        return started.Succeeded ? (await open.RunAsync(botId, started.Value, ct)).ToOk() : new ProblemResult(started.Problems);
    }

    private static async Task<Results<Ok<IReadOnlyList<ReplayRow>>, ProblemResult>> ListReplaysAsync(
        Guid botId,
        ListReplays list,
        CancellationToken ct
    ) => (await list.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Ok<ReplayDetail>, ProblemResult>> OpenReplayAsync(
        Guid botId,
        Guid replayId,
        OpenReplay open,
        CancellationToken ct
    ) => (await open.RunAsync(botId, replayId, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> StopReplayAsync(
        Guid botId,
        Guid replayId,
        StopReplay stop,
        CancellationToken ct
    ) => (await stop.RunAsync(botId, replayId, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemResult>> DeleteReplayAsync(
        Guid botId,
        Guid replayId,
        DeleteReplay delete,
        CancellationToken ct
    ) => (await delete.RunAsync(botId, replayId, ct)).ToNoContent();
}

/// <param name="Messages">1 to 10, each asked of every contestant.</param>
/// <param name="Contestants">The draft when left out.</param>
/// <param name="Language">Of the contact; the bot's main one when left out.</param>
/// <param name="AsOneConversation">Each message follows the one before.</param>
public sealed record TryInput(
    IReadOnlyList<string>? Messages,
    IReadOnlyList<Contestant>? Contestants,
    string? Language,
    bool AsOneConversation,
    string? ContactName
);

/// <param name="Message">Which of the messages, from 0.</param>
/// <param name="Contestant">Which of the contestants, from 0.</param>
/// <param name="Cost">US dollars; null when nobody knows.</param>
public sealed record TriedBody(
    int Message,
    int Contestant,
    string Text,
    string Step,
    string? Command,
    IReadOnlyList<RehearsedCall> Calls,
    string? Problem,
    string? Model,
    int TokensIn,
    int TokensOut,
    decimal? Cost,
    int TookMs
)
{
    internal static TriedBody Of(TrialAnswer tried) =>
        new(
            tried.Message,
            tried.Contestant,
            tried.Answer.Text,
            tried.Answer.Step.ToString(),
            tried.Answer.Command,
            tried.Answer.Calls,
            tried.Answer.Problem,
            tried.Answer.Model,
            tried.Answer.TokensIn,
            tried.Answer.TokensOut,
            tried.Answer.Cost,
            (int)tried.Answer.Took.TotalMilliseconds
        );
}

public sealed record MoveInput(int To);

public sealed record TestSettingsInput(bool RunsBeforePublish, bool Blocks);

public sealed record StartTestsInput(TrialTarget Target);

/// <param name="Days">How far back, 1 to 90.</param>
/// <param name="AgreedCost">US dollars, as estimated.</param>
public sealed record ReplayInput(int Days, IReadOnlyList<Guid>? ConversationIds, decimal? AgreedCost);
