using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Ai.Usage;

/// <summary>The sum of the calls of one hour or one day (UTC) of one bot, by what they were for and whom they asked.</summary>
public sealed class UsageTotal : IBelongsToAccount
{
    public Guid AccountId { get; private set; }

    public UsageSpan Span { get; private set; }

    public DateTimeOffset StartsAt { get; private set; }

    public Guid BotId { get; private set; }

    public UsageKind Kind { get; private set; }

    public string Provider { get; private set; } = "";

    public string Model { get; private set; } = "";

    public bool IsOwnKey { get; private set; }

    /// <summary>Of models; of <see cref="UsageKind.Message"/> messages.</summary>
    public int Calls { get; private set; }

    /// <summary>Those among them that were not answered.</summary>
    public int Failed { get; private set; }

    public long TokensIn { get; private set; }

    public long TokensCached { get; private set; }

    public long TokensOut { get; private set; }

    /// <summary>US dollars; of calls whose price is known.</summary>
    public decimal Cost { get; private set; }

    /// <summary>Calls with tokens whose price nobody knows.</summary>
    public int Unpriced { get; private set; }

    /// <summary>Milliseconds of all calls together.</summary>
    public long LatencyMs { get; private set; }
}

public enum UsageSpan : short
{
    Hour = 0,
    Day = 1,
}

internal sealed class UsageTotalMapping : IEntityTypeConfiguration<UsageTotal>
{
    public void Configure(EntityTypeBuilder<UsageTotal> total)
    {
        total.Property(t => t.Span).HasConversion<short>();
        total.Property(t => t.Kind).HasConversion<short>();
        total.Property(t => t.Provider).HasMaxLength(30);
        total.Property(t => t.Model).HasMaxLength(UsageRecord.MaxModelLength);
        total.Property(t => t.Cost).HasPrecision(24, 12);
        total.HasKey(t => new
        {
            t.AccountId,
            t.Span,
            t.StartsAt,
            t.BotId,
            t.Kind,
            t.Provider,
            t.Model,
            t.IsOwnKey,
        });
    }
}
