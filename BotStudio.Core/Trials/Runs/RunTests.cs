using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Trials.Questions;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Trials.Runs;

/// <summary>
/// The job that asks the questions of a run, a few at a time. Each result is kept as it comes, so that after a crash only what was being asked in
/// that moment is asked again.
/// </summary>
public sealed class RunTests(
    JobQueue queue,
    PlatformDb platformDb,
    RunningTrials trials,
    Rehearse rehearse,
    JudgeAnswer judge,
    TimeProvider clock
) : JobHandler(queue)
{
    public const string JobKind = "trials.tests";

    private const int AtOnce = 4;

    /// <summary>Nobody writes under a name while questions are tested.</summary>
    private const string Somebody = "Alex";

    public override string Kind => JobKind;

    public override JobRules Rules { get; } = new(MaxAttempts: 5, MaxInFlight: 8, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1));

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var runId = new Guid(job.Payload);
        // Before the state is read: who stops the run afterwards is heard.
        var going = trials.Begin(runId, ct);
        try
        {
            await RunAsync(runId, going, ct);
        }
        finally
        {
            trials.End(runId);
        }
    }

    private async Task RunAsync(Guid runId, CancellationTokenSource going, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        if (
            await db.TestRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == runId && r.State == TrialState.Running, ct)
            is not { Document: { } json } run
        )
        {
            return;
        }

        var document = DocumentJson.Read(json);
        var bot = BotSnapshot.Compile(document, run.Version);
        var waiting = await db
            .TestResults.Where(r => r.RunId == runId && r.Outcome == TestOutcome.Waiting)
            .OrderBy(r => r.Position)
            .AsNoTracking()
            .ToListAsync(ct);
        string? broken = null;
        try
        {
            await Parallel.ForEachAsync(
                waiting,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = going.Token },
                async (result, token) =>
                {
                    await AskAsync(run, document, bot, result, token);
                    if (Hopeless.Includes(result.Problem))
                    {
                        broken = result.Problem;
                        await going.CancelAsync();
                    }
                }
            );
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Stopped by somebody, or hopeless.
        }

        await EndAsync(run, broken);
    }

    private async Task AskAsync(TestRun run, BotDocument document, BotSnapshot bot, TestResult result, CancellationToken ct)
    {
        var caller = new AiCaller(run.AccountId, run.BotId);
        var message = SampleContact.Writes(result.Question, Somebody, clock.GetUtcNow());
        var answer = await rehearse.RunAsync(caller, bot, message, SampleContact.In(result.Language), [], otherModel: null, ct);
        var verdicts = new List<Verdict>();
        decimal? judging = 0;
        foreach (var expectation in answer.Problem is null ? Expectation.Read(result.Expectations) : [])
        {
            var verdict = expectation.Judge(answer, result.Language);
            if (verdict is null && expectation is Judged { Criterion: var criterion })
            {
                (verdict, var cost) = await judge.RunAsync(
                    caller,
                    document,
                    criterion,
                    result.Question,
                    answer.Text,
                    run.ReaderLanguage,
                    ct
                );
                judging += cost;
            }

            verdicts.Add(verdict!);
        }

        result.Settle(answer, verdicts, judging);
        // Paid for: it is kept whatever happens meanwhile.
        await using var db = platformDb.Open();
        db.TestResults.Update(result);
        await db.SaveChangesAsync(CancellationToken.None);
        await TellAsync(db, run);
    }

    private async Task EndAsync(TestRun run, string? broken)
    {
        var now = clock.GetUtcNow();
        var state = broken is null ? TrialState.Finished : TrialState.Broken;
        await using var db = platformDb.Open();
        await db
            .TestRuns.Where(r => r.Id == run.Id && r.State == TrialState.Running)
            .ExecuteUpdateAsync(
                change =>
                    change
                        .SetProperty(r => r.State, state)
                        .SetProperty(r => r.Problem, broken)
                        .SetProperty(r => r.EndedAt, now)
                        .SetProperty(r => r.Document, (string?)null),
                CancellationToken.None
            );
        await TellAsync(db, run);
    }

    private static Task<int> TellAsync(BotStudioDb db, TestRun run) =>
        db.Database.ExecuteSqlAsync(
            $"select pg_notify({Notifications.Trials}, {RunningTrials.Changed(run.BotId, run.Id)})",
            CancellationToken.None
        );
}
