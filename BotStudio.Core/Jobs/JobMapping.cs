using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Jobs;

internal sealed class JobMapping : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> job)
    {
        job.Property(j => j.Id).UseIdentityAlwaysColumn();
        job.Property(j => j.Kind).HasMaxLength(Job.MaxKindLength);
        job.Property(j => j.Error).HasMaxLength(Job.MaxErrorLength);

        // Small partial indexes: the table's rows live for milliseconds, and each index costs on every step of a job's life.
        job.HasIndex(
                j => new
                {
                    j.AccountId,
                    j.DueAt,
                    j.Id,
                },
                "ix_jobs_ready"
            )
            .HasFilter("state = 0");
        job.HasIndex(j => new { j.Lane, j.Id }).HasFilter("lane is not null and state in (0, 1, 2)").HasDatabaseName("ix_jobs_lane");
        job.HasIndex(j => j.DueAt).HasFilter("state = 2").HasDatabaseName("ix_jobs_waiting");

        // "One at a time in a lane" is a constraint: whatever two processes believe, only one can hold a lane.
        job.HasIndex(j => j.Lane, "ux_jobs_lane").IsUnique().HasFilter("state = 1");
        job.HasIndex(j => new { j.AccountId, j.Id }, "ix_jobs_dead").HasFilter("state = 3");
    }
}
