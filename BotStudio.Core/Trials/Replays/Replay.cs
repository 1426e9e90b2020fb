using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Trials.Replays;

/// <summary>What contacts once wrote, asked again of a draft. They never hear of it. Kept for two weeks: it is made of other people's words.</summary>
public sealed class Replay : IBelongsToAccount
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(14);

    /// <summary>Answers of one replay at most.</summary>
    public const int MaxAnswers = 200;

    /// <summary>How far back one can go.</summary>
    public const int MaxDays = 90;

    private Replay() { }

    public Replay(Bot bot, int days, decimal? estimate, Guid? startedBy, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = bot.AccountId;
        BotId = bot.Id;
        Revision = bot.DraftRevision;
        Document = bot.Draft;
        Days = days;
        Estimate = estimate;
        StartedBy = startedBy;
        StartedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    /// <summary>Of the draft that is asked.</summary>
    public int Revision { get; private set; }

    /// <summary>The draft as it was at the beginning, while it is needed.</summary>
    public string? Document { get; private set; }

    /// <summary>How far back the conversations go.</summary>
    public int Days { get; private set; }

    public TrialState State { get; private set; }

    /// <summary>Code of what broke it off.</summary>
    public string? Problem { get; private set; }

    /// <summary>US dollars that were expected when it began; null when nobody knew.</summary>
    public decimal? Estimate { get; private set; }

    public Guid? StartedBy { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }
}

internal sealed class ReplayMapping : IEntityTypeConfiguration<Replay>
{
    public void Configure(EntityTypeBuilder<Replay> replay)
    {
        replay.Property(r => r.State).HasConversion<short>();
        replay.Property(r => r.Problem).HasMaxLength(60);
        replay.Property(r => r.Document).HasColumnType("text");
        replay.Property(r => r.Estimate).HasPrecision(18, 12);
        replay.HasIndex(r => new { r.BotId, r.Id });
        replay.HasIndex(r => r.StartedAt);
        replay.HasOne<Bot>().WithMany().HasForeignKey(r => r.BotId);
    }
}
