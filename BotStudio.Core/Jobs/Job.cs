using BotStudio.Core.Data;

namespace BotStudio.Core.Jobs;

public enum JobState : short
{
    /// <summary>Due: the next worker with room takes it when it is the first of its lane.</summary>
    Ready = 0,

    /// <summary>A worker holds it; it comes back when that worker dies.</summary>
    Leased = 1,

    /// <summary>Becomes ready at its due time: a delayed job or a retry.</summary>
    Waiting = 2,

    /// <summary>Failed for good. Kept with its error, does not hold up its lane, can be requeued.</summary>
    Dead = 3,
}

/// <summary>
/// A piece of background work that must happen. Jobs of one lane run one after another in the order of their ids; a finished job is deleted.
/// Handlers may see a job twice (after a crash) and must not mind.
/// </summary>
[PlatformWide]
public sealed class Job
{
    public const int MaxKindLength = 40;
    public const int MaxErrorLength = 1000;

    public long Id { get; private set; }

    /// <summary>Whose work it is; the empty id for the platform's own.</summary>
    public Guid AccountId { get; private set; }

    /// <summary>What it is about (a bot), so that its owner can find what failed; null for work about nothing in particular.</summary>
    public Guid? SubjectId { get; private set; }

    /// <summary>Names the handler: <c>conversation.receive</c>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Hash of what has to stay in order, see <see cref="Jobs.Lane"/>; null when nothing has to.</summary>
    public long? Lane { get; private set; }

    /// <summary>What the handler needs, in its own format.</summary>
    public byte[] Payload { get; private set; } = [];

    public JobState State { get; private set; }

    public DateTimeOffset DueAt { get; private set; }

    /// <summary>How many times it was begun and failed.</summary>
    public int Attempts { get; private set; }

    /// <summary>The <see cref="Worker"/> that holds it while it is leased.</summary>
    public Guid? LeaseOwner { get; private set; }

    /// <summary>What went wrong last, without secrets or message texts.</summary>
    public string? Error { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
}
