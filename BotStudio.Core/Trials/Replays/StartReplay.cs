using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Trials.Replays;

/// <summary>Begins a replay in the background. One of a bot goes at a time.</summary>
/// <returns>
/// Its id; <c>not_found</c>; <c>forbidden</c>; <c>trials.nothing_to_replay</c>; <c>trials.running</c>; <c>trials.estimate_changed</c> when it would
/// cost more than the caller has agreed to.
/// </returns>
public sealed class StartReplay(AccountDb accountDb, CurrentAccount account, PlanReplay plan, JobQueue queue, TimeProvider clock)
{
    /// <summary>An estimate of what is still being said may grow a little until it is confirmed.</summary>
    private const decimal Tolerance = 1.1m;

    /// <param name="agreedCost">US dollars of the plan that was confirmed; null where nobody knows the price.</param>
    public async Task<Outcome<Guid>> RunAsync(
        Guid botId,
        int days,
        IReadOnlyCollection<Guid> conversations,
        decimal? agreedCost,
        CancellationToken ct
    )
    {
        var planned = await plan.RunAsync(botId, days, conversations, ct);
        if (!planned.Succeeded)
        {
            return Outcome<Guid>.Refused(planned.Problems);
        }

        if (planned.Value.Cost is { } cost && (agreedCost is null || cost > agreedCost * Tolerance))
        {
            return new Problem("trials.estimate_changed");
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var bot = await db.Bots.FromSql($"select *, xmin from bots where id = {botId} for update").SingleOrDefaultAsync(ct);
        if (bot is null)
        {
            return Problem.NotFound;
        }

        if (await db.Replays.AnyAsync(r => r.BotId == botId && r.State == TrialState.Running, ct))
        {
            return new Problem("trials.running");
        }

        var now = clock.GetUtcNow();
        var since = now - TimeSpan.FromDays(Math.Clamp(days, 1, Replay.MaxDays));
        var answered = await AnsweredMessages.ReadAsync(db, botId, conversations, since, ct);
        var replay = new Replay(bot, days, planned.Value.Cost, account.UserId, now);
        db.Replays.Add(replay);
        db.ReplayItems.AddRange(answered.Select((item, index) => new ReplayItem(replay, item, index + 1)));
        await db.SaveChangesAsync(ct);
        await queue.EnqueueAsync(db, new NewJob(account.Id, RunReplay.JobKind, replay.Id.ToByteArray()) { SubjectId = botId }, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return replay.Id;
    }
}

/// <summary>Breaks a replay off; what was answered by then stays.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class StopReplay(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid replayId, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Replays.AnyAsync(r => r.Id == replayId && r.BotId == botId, ct))
        {
            return Problem.NotFound;
        }

        var now = clock.GetUtcNow();
        await db
            .Replays.Where(r => r.Id == replayId && r.State == TrialState.Running)
            .ExecuteUpdateAsync(
                change =>
                    change
                        .SetProperty(r => r.State, TrialState.Stopped)
                        .SetProperty(r => r.EndedAt, now)
                        .SetProperty(r => r.Document, (string?)null),
                ct
            );
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Trials}, {RunningTrials.Stop(botId, replayId)})", ct);
        return Outcome.Done;
    }
}

/// <summary>Deletes a replay with all that was answered in it.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor; <c>trials.running</c> while it goes.</returns>
public sealed class DeleteReplay(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid replayId, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (await db.Replays.AnyAsync(r => r.Id == replayId && r.BotId == botId && r.State == TrialState.Running, ct))
        {
            return new Problem("trials.running");
        }

        var deleted = await db.Replays.Where(r => r.Id == replayId && r.BotId == botId).ExecuteDeleteAsync(ct);
        return deleted == 0 ? Problem.NotFound : Outcome.Done;
    }
}
