using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Trials.Questions;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Trials.Runs;

/// <summary>A bot's runs, the latest first.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ListTestRuns(AccountDb accountDb)
{
    public async Task<Outcome<IReadOnlyList<TestRunRow>>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        return await db.Bots.AnyAsync(b => b.Id == botId, ct)
            ? await TestRunRow.ReadAsync(db, db.TestRuns.Where(r => r.BotId == botId), ct)
            : Problem.NotFound;
    }
}

/// <summary>One run with its results, each beside what an earlier run had, or what the live version answers.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class OpenTestRun(AccountDb accountDb)
{
    /// <param name="baseline">When the live version was never asked, the run before takes its place.</param>
    public async Task<Outcome<TestRunDetail>> RunAsync(Guid botId, Guid runId, RunBaseline baseline, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var run = (await TestRunRow.ReadAsync(db, db.TestRuns.Where(r => r.Id == runId && r.BotId == botId), ct)).SingleOrDefault();
        if (run is null)
        {
            return Problem.NotFound;
        }

        var live = await FindLiveAsync(db, botId, run, ct);
        var with = baseline == RunBaseline.Live && live is not null ? live : await FindBeforeAsync(db, botId, runId, ct);
        var before = with is null
            ? []
            : await db
                .TestResults.Where(r => r.RunId == with.RunId)
                .Select(r => new { r.QuestionId, Earlier = new EarlierResult(r.Outcome, r.Answer) })
                .ToDictionaryAsync(r => r.QuestionId, r => r.Earlier, ct);
        var results = await db.TestResults.Where(r => r.RunId == runId).OrderBy(r => r.Position).AsNoTracking().ToListAsync(ct);
        return new TestRunDetail(
            run,
            with,
            live is not null,
            results.ConvertAll(result => TestResultRow.Of(result, before.GetValueOrDefault(result.QuestionId)))
        );
    }

    // Ids are in the order of time.
    private static Task<ComparedRun?> FindBeforeAsync(BotStudioDb db, Guid botId, Guid runId, CancellationToken ct) =>
        db
            .TestRuns.Where(r => r.BotId == botId && r.Id < runId && r.State == TrialState.Finished)
            .OrderByDescending(r => r.Id)
            .Select(r => new ComparedRun(r.Id, null, r.StartedAt))
            .FirstOrDefaultAsync(ct);

    /// <summary>The last time the live version was asked: by its number, or as the draft that it was made of.</summary>
    private static Task<ComparedRun?> FindLiveAsync(BotStudioDb db, Guid botId, TestRunRow run, CancellationToken ct) =>
        db
            .TestRuns.Where(r => r.BotId == botId && r.Id != run.Id && r.State == TrialState.Finished)
            .Join(db.Bots, r => r.BotId, b => b.Id, (r, b) => new { Run = r, Bot = b })
            .Where(pair => pair.Bot.PublishedNumber != null && pair.Bot.PublishedNumber != run.Version)
            .Where(pair =>
                pair.Run.Version == pair.Bot.PublishedNumber
                || (pair.Run.Version == null && pair.Run.Revision == pair.Bot.PublishedRevision && pair.Run.Revision != run.Revision)
            )
            .OrderByDescending(pair => pair.Run.Id)
            .Select(pair => new ComparedRun(pair.Run.Id, pair.Bot.PublishedNumber, pair.Run.StartedAt))
            .FirstOrDefaultAsync(ct);
}

/// <summary>What a run is compared with.</summary>
public enum RunBaseline
{
    /// <summary>The finished run before it, whatever that tested.</summary>
    Before,

    /// <summary>What the version says that answers contacts.</summary>
    Live,
}

/// <param name="Revision">Of the draft when it began.</param>
/// <param name="Version">Number of the version that was tested; null for the draft.</param>
/// <param name="Problem">Code of what broke it off; null for nothing.</param>
/// <param name="StartedBy">Name of the user; null when a program did, or when they are gone.</param>
/// <param name="Cost">US dollars; null when nobody knows the price of a model that was asked.</param>
public sealed record TestRunRow(
    Guid Id,
    int Revision,
    int? Version,
    TrialCause Cause,
    TrialState State,
    string? Problem,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string? StartedBy,
    int Total,
    int Passed,
    int Failed,
    int Unanswered,
    decimal? Cost
)
{
    public int Done => Passed + Failed + Unanswered;

    /// <summary>All were asked, and all answers are as expected.</summary>
    public bool IsPassed => State == TrialState.Finished && Passed == Total;

    internal static async Task<List<TestRunRow>> ReadAsync(BotStudioDb db, IQueryable<TestRun> runs, CancellationToken ct)
    {
        var found = await runs.OrderByDescending(r => r.Id)
            .Select(r => new
            {
                r.Id,
                r.Revision,
                r.Version,
                r.Cause,
                r.State,
                r.Problem,
                r.StartedAt,
                r.EndedAt,
                StartedBy = db.Users.Where(u => u.Id == r.StartedBy).Select(u => u.DisplayName).FirstOrDefault(),
            })
            .ToListAsync(ct);
        var ids = found.ConvertAll(run => run.Id);
        var counts = (
            await db
                .TestResults.Where(r => ids.Contains(r.RunId))
                .GroupBy(r => new { r.RunId, r.Outcome })
                .Select(group => new
                {
                    group.Key.RunId,
                    group.Key.Outcome,
                    Count = group.Count(),
                    Cost = group.Sum(r => r.Cost),
                    Unknown = group.Count(r => r.Cost == null),
                })
                .ToListAsync(ct)
        ).ToLookup(count => count.RunId);
        return found.ConvertAll(run =>
        {
            var done = counts[run.Id].Where(count => count.Outcome != TestOutcome.Waiting).ToList();
            int Of(TestOutcome outcome) => counts[run.Id].Where(count => count.Outcome == outcome).Sum(count => count.Count);
            return new TestRunRow(
                run.Id,
                run.Revision,
                run.Version,
                run.Cause,
                run.State,
                run.Problem,
                run.StartedAt,
                run.EndedAt,
                run.StartedBy,
                counts[run.Id].Sum(count => count.Count),
                Of(TestOutcome.Passed),
                Of(TestOutcome.Failed),
                Of(TestOutcome.Unanswered),
                done.Sum(count => count.Unknown) > 0 ? null : done.Sum(count => count.Cost ?? 0)
            );
        });
    }
}

/// <param name="ComparedWith">Null when there is nothing to compare with.</param>
/// <param name="KnowsLive">The live version was asked, too, so that the run can be compared with it.</param>
public sealed record TestRunDetail(TestRunRow Run, ComparedRun? ComparedWith, bool KnowsLive, IReadOnlyList<TestResultRow> Results)
{
    public int NewlyFailing => Results.Count(result => result.Change == TestChange.Worse);

    public int NewlyPassing => Results.Count(result => result.Change == TestChange.Better);
}

/// <param name="LiveNumber">Number of the version that answers contacts, when it is that one's; null for the run before.</param>
public sealed record ComparedRun(Guid RunId, int? LiveNumber, DateTimeOffset StartedAt);

/// <param name="Verdicts">One for each expectation, in the same order; none while there is no answer.</param>
/// <param name="Before">What the other run had; null when the question was not in it.</param>
public sealed record TestResultRow(
    Guid QuestionId,
    string Question,
    string Language,
    TestOutcome Outcome,
    string Answer,
    IReadOnlyList<Expectation> Expectations,
    IReadOnlyList<Verdict> Verdicts,
    IReadOnlyList<RehearsedCall> Calls,
    string? Problem,
    string? Model,
    int TokensIn,
    int TokensOut,
    decimal? Cost,
    int TookMs,
    EarlierResult? Before
)
{
    public TestChange Change =>
        Before is null || Outcome == TestOutcome.Waiting ? TestChange.None
        : Outcome == TestOutcome.Passed && Before.Outcome != TestOutcome.Passed ? TestChange.Better
        : Outcome != TestOutcome.Passed && Before.Outcome == TestOutcome.Passed ? TestChange.Worse
        : Answer != Before.Answer ? TestChange.OtherWords
        : TestChange.None;

    internal static TestResultRow Of(TestResult result, EarlierResult? before) =>
        new(
            result.QuestionId,
            result.Question,
            result.Language,
            result.Outcome,
            result.Answer,
            Expectation.Read(result.Expectations),
            result.ReadVerdicts(),
            result.ReadCalls(),
            result.Problem,
            result.Model,
            result.TokensIn,
            result.TokensOut,
            result.Cost,
            result.TookMs,
            before
        );
}

public sealed record EarlierResult(TestOutcome Outcome, string Answer);

/// <summary>What became of a question since the other run.</summary>
public enum TestChange
{
    None,
    OtherWords,
    Better,
    Worse,
}
