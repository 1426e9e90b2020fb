namespace BotStudio.Core.Jobs;

/// <summary>
/// Does one kind of job. Gets what is due in batches, so that kinds that run thousands of times a second can share reads and commits; the others
/// derive from <see cref="JobHandler"/>.
/// </summary>
public interface IJobHandler
{
    string Kind { get; }

    JobRules Rules => JobRules.Default;

    /// <summary>
    /// Settles each job through <see cref="JobQueue"/> or a transaction of its own. Jobs left unsettled when it returns or throws are tried
    /// again by <see cref="Rules"/>.
    /// </summary>
    Task HandleAsync(IReadOnlyList<ClaimedJob> jobs, CancellationToken ct);
}

/// <param name="MaxAttempts">Failures after which a job is dead.</param>
/// <param name="MaxInFlight">Jobs of the kind that one process holds at a time.</param>
/// <param name="FirstPause">Pause after the first failure; it doubles with each, up to <paramref name="LongestPause"/>, give or take a fifth.</param>
public sealed record JobRules(int MaxAttempts, int MaxInFlight, TimeSpan FirstPause, TimeSpan LongestPause)
{
    public static readonly JobRules Default = new(8, 64, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    public TimeSpan PauseAfter(int failures)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failures, 20) - 1);
        var capped = pause < LongestPause ? pause : LongestPause;
        return capped * (0.8 + (Random.Shared.NextDouble() * 0.4));
    }
}
