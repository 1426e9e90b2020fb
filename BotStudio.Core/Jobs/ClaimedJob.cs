namespace BotStudio.Core.Jobs;

/// <summary>A job that this process holds. Whoever handles it settles it once: done, again later, or dead.</summary>
public sealed class ClaimedJob(long id, Guid accountId, Guid? subjectId, string kind, long? lane, byte[] payload, int attempts, Guid lease)
{
    private Action<ClaimedJob>? whenSettled;
    private int settled;

    public long Id => id;

    public Guid AccountId => accountId;

    /// <summary>What it is about, see <see cref="Job.SubjectId"/>.</summary>
    public Guid? SubjectId => subjectId;

    public string Kind => kind;

    public long? Lane => lane;

    public byte[] Payload => payload;

    /// <summary>How often it failed before.</summary>
    public int Attempts => attempts;

    /// <summary>
    /// The <see cref="CurrentWorker.Id"/> under which it was leased. When the process has another by now, the job was given to others and is theirs
    /// to settle.
    /// </summary>
    public Guid Lease => lease;

    /// <summary>
    /// What the step before already knows and left in memory, so that the handler need not read it again. A job that comes from the database
    /// has none.
    /// </summary>
    public object? Hint { get; init; }

    public bool IsSettled => Volatile.Read(ref settled) == 1;

    /// <summary>
    /// The same job under another kind, after a transaction that changed its row so; keeps its place in the lane and its lease. Settle this one
    /// when that one runs.
    /// </summary>
    public ClaimedJob ContinueAs(string nextKind, byte[] nextPayload, object? hint) =>
        new(id, accountId, subjectId, nextKind, lane, nextPayload, attempts: 0, lease) { Hint = hint };

    /// <summary>The row is gone, changed or given back in a transaction that committed; frees the job's place in this process.</summary>
    public void MarkSettled()
    {
        if (Interlocked.Exchange(ref settled, 1) == 0)
        {
            whenSettled?.Invoke(this);
        }
    }

    internal void OnSettled(Action<ClaimedJob> action) => whenSettled = action;
}
