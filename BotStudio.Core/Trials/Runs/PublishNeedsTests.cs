using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Trials.Runs;

/// <summary>Lets only what has passed its test questions be published, for owners who want it so.</summary>
/// <returns><c>trials.not_run</c>: this very draft has not been asked these very questions; <c>trials.not_passed</c> (how many questions, of how many).</returns>
internal sealed class PublishNeedsTests(AccountDb accountDb) : IPublishGate
{
    public async Task<Problem?> CheckAsync(Guid botId, int draftRevision, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.TestSettings.AnyAsync(s => s.BotId == botId && s.Blocks, ct))
        {
            return null;
        }

        var questions = await db
            .TestQuestions.Where(q => q.BotId == botId)
            .Select(q => new
            {
                q.Id,
                q.Text,
                q.Expectations,
            })
            .ToListAsync(ct);
        if (questions.Count == 0)
        {
            return null;
        }

        var last = await db
            .TestRuns.Where(r => r.BotId == botId && r.Version == null && r.Revision == draftRevision && r.State == TrialState.Finished)
            .OrderByDescending(r => r.Id)
            .Select(r => (Guid?)r.Id)
            .FirstOrDefaultAsync(ct);
        var results = await db
            .TestResults.Where(r => r.RunId == last)
            .Select(r => new
            {
                Asked = new
                {
                    Id = r.QuestionId,
                    Text = r.Question,
                    r.Expectations,
                },
                r.Outcome,
            })
            .ToListAsync(ct);
        if (questions.Except(results.Select(result => result.Asked)).Any())
        {
            return new Problem("trials.not_run");
        }

        var missed = results.Count(result => result.Outcome != TestOutcome.Passed);
        return missed == 0 ? null : new Problem("trials.not_passed", missed, results.Count);
    }
}
