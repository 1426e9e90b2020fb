using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Contacts;

/// <summary>A filter with a name. Who is in it is decided each time it is asked.</summary>
public sealed class Segment : IBelongsToAccount
{
    public const int MaxNameLength = 60;

    /// <summary>Of one bot.</summary>
    public const int MaxCount = 50;

    private Segment() { }

    public Segment(Bot bot, string name, ContactFilter filter, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = bot.AccountId;
        BotId = bot.Id;
        CreatedAt = now;
        Change(name, filter);
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The <see cref="ContactFilter"/> as JSON.</summary>
    public string Filter { get; private set; } = "{}";

    public DateTimeOffset CreatedAt { get; private set; }

    public void Change(string name, ContactFilter filter)
    {
        Name = name;
        Filter = filter.ToJson();
    }
}

internal sealed class SegmentMapping : IEntityTypeConfiguration<Segment>
{
    public void Configure(EntityTypeBuilder<Segment> segment)
    {
        segment.Property(s => s.Name).HasMaxLength(Segment.MaxNameLength);
        segment.Property(s => s.Filter).HasColumnType("jsonb");
        segment.HasIndex(s => new { s.BotId, s.Name }).IsUnique();
        segment.HasOne<Bot>().WithMany().HasForeignKey(s => s.BotId);
    }
}
