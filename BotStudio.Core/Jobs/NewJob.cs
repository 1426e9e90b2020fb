namespace BotStudio.Core.Jobs;

/// <summary>Work to be done once, after the transaction it is put in commits.</summary>
/// <param name="AccountId">Whose work it is; the empty id for the platform's own.</param>
public sealed record NewJob(Guid AccountId, string Kind, byte[] Payload)
{
    /// <summary>Jobs of one lane run one after another, see <see cref="Jobs.Lane"/>.</summary>
    public long? Lane { get; init; }

    /// <summary>What it is about, see <see cref="Job.SubjectId"/>.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Not before this; null for at once.</summary>
    public DateTimeOffset? DueAt { get; init; }
}
