using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Ai.Safety;

/// <summary>How much a contact has asked AI lately, and whether they were told that it is too much.</summary>
public sealed record ContactPace
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Whoever writes on with nothing left for the day is told again after this.</summary>
    private static readonly TimeSpan ToldFor = TimeSpan.FromHours(1);

    /// <summary>The turn that was counted last, so that one that is tried again is not counted again.</summary>
    public Guid TurnId { get; init; }

    public PaceVerdict Verdict { get; init; }

    /// <summary>The contact hears of it; false when they have just heard of it.</summary>
    public bool IsTold { get; init; }

    public DateTimeOffset MinuteAt { get; init; }

    public int InMinute { get; init; }

    /// <summary>The day, in UTC.</summary>
    public DateOnly Day { get; init; }

    public int InDay { get; init; }

    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>One more question. What is refused is not counted: whoever stops asking is answered again when the minute is over.</summary>
    public ContactPace Take(Guid turnId, SafetySettings limits, DateTimeOffset now)
    {
        if (turnId == TurnId)
        {
            return this;
        }

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var minuteAt = now - MinuteAt < Minute ? MinuteAt : now;
        var inMinute = minuteAt == MinuteAt ? InMinute : 0;
        var inDay = Day == today ? InDay : 0;
        var verdict =
            inDay >= limits.AnswersPerDay ? PaceVerdict.DayIsUsedUp
            : inMinute >= limits.MessagesPerMinute ? PaceVerdict.TooFast
            : PaceVerdict.Fine;
        var taken = verdict == PaceVerdict.Fine ? 1 : 0;
        var isTold = verdict switch
        {
            PaceVerdict.TooFast => ToldAt is null || ToldAt < minuteAt,
            PaceVerdict.DayIsUsedUp => ToldAt is null || now - ToldAt >= ToldFor,
            _ => false,
        };
        return new ContactPace
        {
            TurnId = turnId,
            Verdict = verdict,
            IsTold = isTold,
            MinuteAt = minuteAt,
            InMinute = inMinute + taken,
            Day = today,
            InDay = inDay + taken,
            ToldAt = isTold ? now : ToldAt,
        };
    }
}

public enum PaceVerdict : short
{
    Fine = 0,

    /// <summary>More within a minute than the bot's owner allows.</summary>
    TooFast = 1,

    /// <summary>All answers of the day are given.</summary>
    DayIsUsedUp = 2,
}

/// <summary>A <see cref="ContactPace"/> as its table keeps it.</summary>
public sealed class KeptPace : IBelongsToAccount
{
    public Guid ContactId { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid TurnId { get; private set; }

    public PaceVerdict Verdict { get; private set; }

    public bool IsTold { get; private set; }

    public DateTimeOffset MinuteAt { get; private set; }

    public int InMinute { get; private set; }

    public DateOnly Day { get; private set; }

    public int InDay { get; private set; }

    public DateTimeOffset? ToldAt { get; private set; }
}

internal sealed class KeptPaceMapping : IEntityTypeConfiguration<KeptPace>
{
    public void Configure(EntityTypeBuilder<KeptPace> pace)
    {
        pace.ToTable("contact_paces");
        pace.HasKey(p => p.ContactId);
        pace.Property(p => p.ContactId).ValueGeneratedNever();
        pace.Property(p => p.Verdict).HasConversion<short>();
        pace.HasOne<Contact>().WithOne().HasForeignKey<KeptPace>(p => p.ContactId);
    }
}
