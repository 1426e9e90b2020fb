using System.Runtime.CompilerServices;

namespace BotStudio.Core.Jobs;

/// <summary>This process as a holder of jobs.</summary>
public sealed class CurrentWorker : IDisposable
{
    private readonly SemaphoreSlim wake = new(0, 1);
    private volatile StrongBox<Guid> id = new(Guid.CreateVersion7());
    private long settled;
    private int hasBacklog;

    /// <summary>
    /// Owner of the leases this process takes; changes only when it was taken for dead and its old ones were given to others. Whoever leases and
    /// then runs jobs reads it once.
    /// </summary>
    public Guid Id => id.Value;

    /// <summary>Set by <see cref="JobWorker"/>, which cannot be asked for directly: it is made of the handlers that call this.</summary>
    internal Action<IReadOnlyList<ClaimedJob>>? Runner { get; set; }

    /// <summary>Ids of the jobs that this process works on.</summary>
    internal Func<IReadOnlySet<long>>? Held { get; set; }

    internal Func<string, Guid, bool>? HasRoom { get; set; }

    /// <summary>Runs jobs that a transaction of this process put in as already leased to it: the way without a claim.</summary>
    public void RunHere(IReadOnlyList<ClaimedJob> jobs)
    {
        if (jobs.Count > 0)
        {
            (Runner ?? throw new InvalidOperationException("No worker runs in this process.")).Invoke(jobs);
        }
    }

    /// <summary>True when a transaction may put in a job of the kind as leased to this process; else it waits for a claim, in turn with others.</summary>
    public bool CanTake(string kind, Guid account) => HasRoom?.Invoke(kind, account) ?? false;

    /// <summary>Ready jobs are known to wait for jobs that are under way. Set before <see cref="Settled"/> is read: both pass a full fence.</summary>
    internal bool HasBacklog
    {
        get => Volatile.Read(ref hasBacklog) == 1;
        set => Interlocked.Exchange(ref hasBacklog, value ? 1 : 0);
    }

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

    /// <param name="newId">Written down already: a lease of somebody unknown is taken away.</param>
    internal void BecomeAnother(Guid newId) => id = new StrongBox<Guid>(newId);

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
