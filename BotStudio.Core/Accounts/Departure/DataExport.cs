using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts.Departure;

/// <summary>All that is known of a user, in a zip that a job makes and that is there for a week.</summary>
[PlatformWide]
public sealed class DataExport
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(7);

    private DataExport() { }

    public DataExport(Guid userId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        UserId = userId;
        AskedAt = now;
        ExpiresAt = now + KeptFor;
    }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    public DateTimeOffset? ReadyAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>The zip; null while the job is at it.</summary>
    public byte[]? Content { get; private set; }

    public void Finish(byte[] content, DateTimeOffset now)
    {
        Content = content;
        ReadyAt = now;
        ExpiresAt = now + KeptFor;
    }
}

internal sealed class DataExportMapping : IEntityTypeConfiguration<DataExport>
{
    public void Configure(EntityTypeBuilder<DataExport> export)
    {
        export.ToTable("data_exports");
        export.HasIndex(e => e.UserId);
        export.HasOne<User>().WithMany().HasForeignKey(e => e.UserId);
    }
}
