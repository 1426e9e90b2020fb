using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Jobs;

/// <summary>
/// Remembers that a job with this dedupe key was taken, after the job itself is done and deleted, so that a repeat is a no-op. Kept for
/// <see cref="Lifetime"/>: Telegram repeats an update for at most 24 hours.
/// </summary>
[PlatformWide]
public sealed class JobKey
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(48);

    /// <summary>128 bits made from the sender's own id of the thing, see <see cref="DedupeKey"/>.</summary>
    public Guid Key { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
}

internal sealed class JobKeyMapping : IEntityTypeConfiguration<JobKey>
{
    public void Configure(EntityTypeBuilder<JobKey> key)
    {
        key.HasKey(k => k.Key);
        key.HasIndex(k => k.CreatedAt).HasMethod("brin");
    }
}
