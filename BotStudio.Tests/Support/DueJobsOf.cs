using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Support;

/// <summary>Does an account's jobs of one kind that are due by the test's clock, as a worker would; for tests without a running host.</summary>
public static class DueJobsOf
{
    /// <returns>How many were done.</returns>
    public static async Task<int> RunDueJobsAsync(this Acts acts, Guid accountId, string kind)
    {
        var handler = acts.Services.GetServices<IJobHandler>().Single(handler => handler.Kind == kind);
        var worker = acts.Services.GetRequiredService<CurrentWorker>();
        await using var db = acts.Services.GetRequiredService<PlatformDb>().Open();
        var due = await db
            .Jobs.AsNoTracking()
            .Where(job =>
                job.AccountId == accountId
                && job.Kind == kind
                && (job.State == JobState.Ready || job.State == JobState.Waiting)
                && job.DueAt <= acts.Clock.Now
            )
            .OrderBy(job => job.Id)
            .ToListAsync();
        foreach (var job in due)
        {
            await db
                .Jobs.Where(row => row.Id == job.Id)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(row => row.State, JobState.Leased).SetProperty(row => row.LeaseOwner, worker.Id)
                );
            await handler.HandleAsync(
                [new ClaimedJob(job.Id, job.AccountId, job.SubjectId, job.Kind, job.Lane, job.Payload, job.Attempts, worker.Id)],
                CancellationToken.None
            );
        }

        return due.Count;
    }
}
