using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Trials.Runs;

/// <summary>All test questions of a bot, asked of one of its documents.</summary>
public sealed class TestRun : IBelongsToAccount
{
    /// <summary>Of one bot; older ones go when a new one begins.</summary>
    public const int MostKept = 30;

    private TestRun() { }

    public TestRun(Bot bot, int? version, string document, TrialCause cause, Guid? startedBy, string readerLanguage, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = bot.AccountId;
        BotId = bot.Id;
        Revision = bot.DraftRevision;
        Version = version;
        Document = document;
        Cause = cause;
        StartedBy = startedBy;
        ReaderLanguage = readerLanguage;
        StartedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    /// <summary>Of the draft when the run began; what was tested unless <see cref="Version"/> is.</summary>
    public int Revision { get; private set; }

    /// <summary>Number of the version that was tested; null for the draft.</summary>
    public int? Version { get; private set; }

    public TrialCause Cause { get; private set; }

    public TrialState State { get; private set; }

    /// <summary>Code of what broke it off.</summary>
    public string? Problem { get; private set; }

    /// <summary>What is tested, as it was at the beginning, while it is needed.</summary>
    public string? Document { get; private set; }

    public Guid? StartedBy { get; private set; }

    /// <summary>In which the judging model gives its reasons.</summary>
    public string ReaderLanguage { get; private set; } = "";

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }
}

/// <summary>Why a run began.</summary>
public enum TrialCause : short
{
    /// <summary>Somebody wanted to know.</summary>
    Asked = 0,

    /// <summary>Somebody was about to publish.</summary>
    Publish = 1,
}

internal sealed class TestRunMapping : IEntityTypeConfiguration<TestRun>
{
    public void Configure(EntityTypeBuilder<TestRun> run)
    {
        run.Property(r => r.Cause).HasConversion<short>();
        run.Property(r => r.State).HasConversion<short>();
        run.Property(r => r.Problem).HasMaxLength(60);
        run.Property(r => r.Document).HasColumnType("text");
        run.Property(r => r.ReaderLanguage).HasMaxLength(2);
        run.HasIndex(r => new { r.BotId, r.Id });
        run.HasOne<Bot>().WithMany().HasForeignKey(r => r.BotId);
    }
}
