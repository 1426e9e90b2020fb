using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Audit;

/// <summary>One line of an account's log: who did what, when and from where. Never changed.</summary>
public sealed class AuditEntry : IBelongsToAccount
{
    public const int MaxSubjectLength = 120;
    public const int MaxDetailLength = 300;
    public const int MaxAgentLength = 60;

    /// <summary>How long the log is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(365);

    private AuditEntry() { }

    /// <param name="subject">Name of what it was done to, as it was then: a bot, a person.</param>
    /// <param name="detail">What else matters: a number, a role; no secret and no text of a contact.</param>
    public AuditEntry(Guid accountId, Actor actor, AuditAct act, string subject, Guid? subjectId, string detail, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = accountId;
        At = now;
        UserId = actor.UserId;
        Address = actor.From?.Address;
        Agent = actor.From?.Agent;
        ByProgram = actor.From?.IsProgram == true;
        Act = act;
        Subject = StoredText.Cut(StoredText.Clean(subject), MaxSubjectLength);
        SubjectId = subjectId;
        Detail = StoredText.Cut(StoredText.Clean(detail), MaxDetailLength);
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>Null when nobody asked for it. The user may be gone by now.</summary>
    public Guid? UserId { get; private set; }

    public string? Address { get; private set; }

    public string? Agent { get; private set; }

    public bool ByProgram { get; private set; }

    public AuditAct Act { get; private set; }

    public string Subject { get; private set; } = "";

    public Guid? SubjectId { get; private set; }

    public string Detail { get; private set; } = "";
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_entries");
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.Act).HasConversion<string>().HasMaxLength(40);
        entry.Property(e => e.Address).HasMaxLength(45);
        entry.Property(e => e.Agent).HasMaxLength(AuditEntry.MaxAgentLength);
        entry.Property(e => e.Subject).HasMaxLength(AuditEntry.MaxSubjectLength);
        entry.Property(e => e.Detail).HasMaxLength(AuditEntry.MaxDetailLength);
        entry
            .HasIndex(e => new
            {
                e.AccountId,
                e.At,
                e.Id,
            })
            .IsDescending(false, true, true);
        entry.HasIndex(e => e.At).HasMethod("brin");
    }
}
