using System.Globalization;
using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Trials.Runs;

/// <summary>Begins to ask a bot's test questions, in the background. One run of a bot goes at a time.</summary>
/// <returns>
/// The run's id, also of one that tests the same already; <c>not_found</c>; <c>forbidden</c> below editor; <c>trials.no_questions</c>;
/// <c>trials.running</c> while another one goes; <c>trials.not_live</c> when the live version is to be tested and there is none.
/// </returns>
public sealed class StartTests(AccountDb accountDb, CurrentAccount account, JobQueue queue, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Guid botId, TrialTarget target, TrialCause cause, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The bot's row is locked: of two that begin at once the second one finds the first.
        var bot = await db.Bots.FromSql($"select *, xmin from bots where id = {botId} for update").SingleOrDefaultAsync(ct);
        if (bot is null)
        {
            return Problem.NotFound;
        }

        var version = target == TrialTarget.Live ? bot.PublishedNumber : null;
        if (target == TrialTarget.Live && version is null)
        {
            return new Problem("trials.not_live");
        }

        if (await db.TestRuns.Where(r => r.BotId == botId && r.State == TrialState.Running).FirstOrDefaultAsync(ct) is { } going)
        {
            return going.Version == version && (version is not null || going.Revision == bot.DraftRevision)
                ? going.Id
                : new Problem("trials.running");
        }

        var questions = await db.TestQuestions.Where(q => q.BotId == botId).OrderBy(q => q.Position).ThenBy(q => q.Id).ToListAsync(ct);
        if (questions.Count == 0)
        {
            return new Problem("trials.no_questions");
        }

        var json = version is null
            ? bot.Draft
            : await db.BotVersions.Where(v => v.BotId == botId && v.Number == version).Select(v => v.Document).SingleAsync(ct);
        var reader = Languages.FromTag(CultureInfo.CurrentUICulture.Name) ?? Languages.Default;
        var run = new TestRun(bot, version, json, cause, account.UserId, reader, clock.GetUtcNow());
        var main = DocumentJson.Read(json).DefaultLanguage;
        db.TestRuns.Add(run);
        db.TestResults.AddRange(questions.Select((question, index) => new TestResult(run, question, question.Language ?? main, index + 1)));
        await db.SaveChangesAsync(ct);

        await ForgetOldAsync(db, botId, ct);
        await queue.EnqueueAsync(db, new NewJob(account.Id, RunTests.JobKind, run.Id.ToByteArray()) { SubjectId = botId }, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return run.Id;
    }

    private static async Task ForgetOldAsync(BotStudioDb db, Guid botId, CancellationToken ct)
    {
        var old = await db
            .TestRuns.Where(r => r.BotId == botId)
            .OrderByDescending(r => r.Id)
            .Skip(TestRun.MostKept)
            .Select(r => r.Id)
            .ToListAsync(ct);
        await db.TestRuns.Where(r => old.Contains(r.Id)).ExecuteDeleteAsync(ct);
    }
}

/// <summary>Breaks a run off; what was answered by then stays.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class StopTests(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid runId, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.TestRuns.AnyAsync(r => r.Id == runId && r.BotId == botId, ct))
        {
            return Problem.NotFound;
        }

        var now = clock.GetUtcNow();
        await db
            .TestRuns.Where(r => r.Id == runId && r.State == TrialState.Running)
            .ExecuteUpdateAsync(
                change =>
                    change
                        .SetProperty(r => r.State, TrialState.Stopped)
                        .SetProperty(r => r.EndedAt, now)
                        .SetProperty(r => r.Document, (string?)null),
                ct
            );
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Trials}, {RunningTrials.Stop(botId, runId)})", ct);
        return Outcome.Done;
    }
}
