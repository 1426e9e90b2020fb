namespace BotStudio.Core.Jobs;

/// <summary>This process as a holder of jobs.</summary>
public sealed class CurrentWorker : IDisposable
{
    private readonly SemaphoreSlim wake = new(0, 1);
    private long settled;

    /// <summary>Owner of the leases this process takes; changes only when its old ones were taken away from it.</summary>
    public Guid Id { get; private set; } = Guid.CreateVersion7();

    /// <summary>Set by <see cref="JobWorker"/>, which cannot be asked for directly: it is made of the handlers that call this.</summary>
    internal Action<IReadOnlyList<ClaimedJob>>? Runner { get; set; }

    /// <summary>Runs jobs that a transaction of this process put in as already leased to it: the way without a claim.</summary>
    public void RunHere(IReadOnlyList<ClaimedJob> jobs)
    {
        if (jobs.Count > 0)
        {
            (Runner ?? throw new InvalidOperationException("No worker runs in this process.")).Invoke(jobs);
        }
    }

    internal Func<string, Guid, bool>? HasRoom { get; set; }

    /// <summary>True when a transaction may put in a job of the kind as leased to this process; else it waits for a claim, in turn with others.</summary>
    public bool CanTake(string kind, Guid account) => HasRoom?.Invoke(kind, account) ?? false;

    /// <summary>Ready jobs are known to wait for jobs that are under way.</summary>
    internal bool HasBacklog { get; set; }

    /// <summary>Grows with each job that ends here.</summary>
    internal long Settled => Interlocked.Read(ref settled);

    internal void NoteSettled()
    {
        Interlocked.Increment(ref settled);
        if (HasBacklog)
        {
            WakeUp();
        }
    }

    public void Dispose() => wake.Dispose();

    /// <summary>True when jobs may be leased to this worker that it does not work on; <see cref="WorkerRegistry"/> then gives up the identity.</summary>
    internal bool HasLostTrack { get; private set; }

    internal void LostTrack() => HasLostTrack = true;

    internal void BecomeAnother()
    {
        Id = Guid.CreateVersion7();
        HasLostTrack = false;
    }

    internal void WakeUp()
    {
        if (wake.CurrentCount > 0)
        {
            return;
        }

        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it in this moment; once is enough.
        }
    }

    internal Task<bool> WaitAsync(TimeSpan atMost, CancellationToken ct) => wake.WaitAsync(atMost, ct);
}
