using BotStudio.Core.Data;

namespace BotStudio.Core.Jobs;

/// <summary>
/// A kind of job that is done one at a time: return when it is done, throw when it is to be tried again. What it settled itself stays so.
/// </summary>
public abstract class JobHandler(JobQueue queue) : IJobHandler
{
    public abstract string Kind { get; }

    protected JobQueue Queue => queue;

    public virtual JobRules Rules => JobRules.Default;

    public Task HandleAsync(IReadOnlyList<ClaimedJob> jobs, CancellationToken ct) =>
        Task.WhenAll(jobs.Select(job => HandleAndSettleAsync(job, ct)));

    protected abstract Task HandleAsync(ClaimedJob job, CancellationToken ct);

    private async Task HandleAndSettleAsync(ClaimedJob job, CancellationToken ct)
    {
        try
        {
            await HandleAsync(job, ct);
        }
        // That the database is away is no failure of the job: JobWorker lets it wait.
        catch (Exception e) when ((e is not OperationCanceledException || !ct.IsCancellationRequested) && !DatabaseTrouble.IsPassing(e))
        {
            await queue.FailAsync(job, Rules, e.GetType().Name + ": " + e.Message, CancellationToken.None);
            return;
        }

        if (!job.IsSettled)
        {
            await queue.DoneAsync(job, CancellationToken.None);
        }
    }
}
