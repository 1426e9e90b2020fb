using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Mail;

public enum MailStatus
{
    /// <summary>Not sent yet, or to be tried again.</summary>
    Waiting,

    /// <summary>The mail server took it.</summary>
    Sent,

    /// <summary>Given up on, or refused for good.</summary>
    Failed,

    /// <summary>This installation has no mail server; the mail is only kept.</summary>
    NotSetUp,
}

/// <summary>One e-mail, and what came of it.</summary>
public sealed class OutgoingMail : IBelongsToAccount
{
    public const int MaxKindLength = 40;
    public const int MaxSubjectLength = 200;
    public const int MaxErrorLength = 500;

    /// <summary>RFC 5321, 4.5.3.1.3: the longest path is 256 octets with its brackets.</summary>
    public const int MaxAddressLength = 254;

    /// <summary>How long mails are kept after they were made.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(60);

    /// <summary>Pauses after the first failure, the second and so on: more than a day in all.</summary>
    internal static readonly IReadOnlyList<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(18),
    ];

    private OutgoingMail() { }

    public OutgoingMail(MailToSend mail, RenderedMail rendered, MailStatus status, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = mail.AccountId;
        ContactId = mail.ContactId;
        Recipient = StoredText.Cut(mail.To, MaxAddressLength);
        Kind = mail.Kind;
        HoldsSecret = mail.HoldsSecret;
        Language = mail.Language;
        Subject = StoredText.Cut(rendered.Subject, MaxSubjectLength);
        Text = rendered.Text;
        Html = rendered.Html;
        Status = status;
        NextAttemptAt = status == MailStatus.Waiting ? now : null;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    /// <summary>The empty id for the platform's own.</summary>
    public Guid AccountId { get; private set; }

    /// <summary>The contact that it tells of; null for none.</summary>
    public Guid? ContactId { get; private set; }

    public string Recipient { get; private set; } = "";

    public string Kind { get; private set; } = "";

    public string Language { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public string Text { get; private set; } = "";

    public string Html { get; private set; } = "";

    /// <summary>Its link lets somebody in, so what it says is not kept once it is sent.</summary>
    public bool HoldsSecret { get; private set; }

    public MailStatus Status { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>What the mail server said last, or the code of our own problem; null when all went well.</summary>
    public string? Error { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public void NoteSent(DateTimeOffset now)
    {
        Attempts++;
        Status = MailStatus.Sent;
        SentAt = now;
        NextAttemptAt = null;
        Error = null;
        if (HoldsSecret)
        {
            (Text, Html) = ("", "");
        }
    }

    /// <summary>Somebody asked to try once more, though it was given up or could not be sent at all.</summary>
    public void TryAgain(DateTimeOffset now)
    {
        Status = MailStatus.Waiting;
        Attempts = 0;
        NextAttemptAt = now;
        Error = null;
    }

    /// <param name="isFinal">Trying again changes nothing.</param>
    public void NoteFailure(string error, bool isFinal, DateTimeOffset now)
    {
        Error = StoredText.Cut(StoredText.Clean(error), MaxErrorLength);
        NextAttemptAt = isFinal || Attempts >= Pauses.Count ? null : now + Pauses[Attempts];
        Status = NextAttemptAt is null ? MailStatus.Failed : MailStatus.Waiting;
        Attempts++;
    }
}

internal sealed class OutgoingMailMapping : IEntityTypeConfiguration<OutgoingMail>
{
    public void Configure(EntityTypeBuilder<OutgoingMail> mail)
    {
        mail.ToTable("mails");
        mail.Property(m => m.Recipient).HasMaxLength(OutgoingMail.MaxAddressLength);
        mail.Property(m => m.Kind).HasMaxLength(OutgoingMail.MaxKindLength);
        mail.Property(m => m.Language).HasMaxLength(8);
        mail.Property(m => m.Subject).HasMaxLength(OutgoingMail.MaxSubjectLength);
        mail.Property(m => m.Status).HasConversion<string>().HasMaxLength(16);
        mail.Property(m => m.Error).HasMaxLength(OutgoingMail.MaxErrorLength);
        mail.HasIndex(m => new { m.AccountId, m.CreatedAt }).IsDescending(false, true);
        mail.HasIndex(m => m.CreatedAt).HasMethod("brin");
        mail.HasIndex(m => m.ContactId).HasFilter("contact_id is not null");
    }
}
