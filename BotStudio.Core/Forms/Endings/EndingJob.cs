using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Forms.Entries;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Forms.Endings;

/// <summary>
/// Does one ending of a form that was filled in. What it puts on its way is committed together with its own end, so that a crash in between does
/// it neither twice nor not at all.
/// </summary>
public abstract class EndingJob(PlatformDb platformDb, JobQueue queue, TimeProvider clock) : JobHandler(queue)
{
    /// <summary>Pictures are fetched after the answer. That takes seconds; what has not come by then is not waited for.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(2);

    protected TimeProvider Clock => clock;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var payload = JsonSerializer.Deserialize(job.Payload, FormsJson.Default.FinishPayload)!;
        await using var db = platformDb.Open();
        var answers = await ReadEntry.WithFilesAsync(db, payload.ConversationId, payload.Form.Answers, ct);
        var isMissing = answers.Any(answer => answer is { Type: "photo", MessageId: not null, Media: { FileId: null, Problem: null } });
        if (isMissing && clock.GetUtcNow() - payload.Form.CompletedAt < LongestWait)
        {
            await Queue.PostponeAsync(job, clock.GetUtcNow() + LookAgainAfter, ct);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var ending = JsonSerializer.Deserialize<FormEnding>(payload.Ending, DocumentJson.Options)!;
        await FinishAsync(db, job.AccountId, payload with { Form = payload.Form with { Answers = answers } }, ending, ct);
        var mine = await db.Database.ExecuteSqlAsync(
            $"delete from jobs where id = {job.Id} and lease_owner = {job.Lease} and state = {(short)JobState.Leased}",
            ct
        );
        if (mine == 0)
        {
            // Given to another process meanwhile, which does it.
            await transaction.RollbackAsync(ct);
            return;
        }

        await transaction.CommitAsync(ct);
        job.MarkSettled();
        Queue.Wake();
    }

    /// <summary>Puts what the ending does into the transaction of <paramref name="db"/>.</summary>
    protected abstract Task FinishAsync(BotStudioDb db, Guid accountId, FinishPayload finished, FormEnding ending, CancellationToken ct);
}
