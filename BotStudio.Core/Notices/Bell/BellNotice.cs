using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Notices.Bell;

/// <summary>One line under a member's bell.</summary>
public sealed class BellNotice : IBelongsToAccount
{
    public const int MaxTitleLength = 160;
    public const int MaxTextLength = 500;
    public const int MaxPathLength = 300;

    /// <summary>How long notices are kept, read or not.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(60);

    private BellNotice() { }

    public BellNotice(
        Guid accountId,
        Guid userId,
        NoticeEvent happened,
        NoticeWords words,
        string? path,
        Guid? contactId,
        DateTimeOffset now
    )
    {
        Id = Guid.CreateVersion7(now);
        AccountId = accountId;
        UserId = userId;
        Event = happened;
        Title = StoredText.Cut(StoredText.Clean(words.Title), MaxTitleLength);
        Text = StoredText.Cut(StoredText.Clean(words.Text), MaxTextLength);
        Path = path;
        ContactId = contactId;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid UserId { get; private set; }

    public NoticeEvent Event { get; private set; }

    public string Title { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>Where in the product it leads: <c>/app/bots/…</c>; null when nowhere.</summary>
    public string? Path { get; private set; }

    /// <summary>The contact that it tells of; null for none.</summary>
    public Guid? ContactId { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ReadAt { get; private set; }
}

/// <summary>What a notice says, in the language of whoever reads it.</summary>
/// <param name="Title">One line that says all that matters.</param>
/// <param name="Text">What else helps to decide whether to go there; may be empty.</param>
public sealed record NoticeWords(string Title, string Text = "");

internal sealed class BellNoticeMapping : IEntityTypeConfiguration<BellNotice>
{
    public void Configure(EntityTypeBuilder<BellNotice> notice)
    {
        notice.Property(n => n.Id).ValueGeneratedNever();
        notice.Property(n => n.Event).HasConversion<string>().HasMaxLength(24);
        notice.Property(n => n.Title).HasMaxLength(BellNotice.MaxTitleLength);
        notice.Property(n => n.Text).HasMaxLength(BellNotice.MaxTextLength);
        notice.Property(n => n.Path).HasMaxLength(BellNotice.MaxPathLength);
        notice
            .HasIndex(n => new
            {
                n.AccountId,
                n.UserId,
                n.CreatedAt,
                n.Id,
            })
            .IsDescending(false, false, true, true);
        notice.HasIndex(n => new { n.AccountId, n.UserId }).HasDatabaseName("ix_bell_notices_unread").HasFilter("read_at is null");
        notice.HasIndex(n => n.CreatedAt).HasMethod("brin");
        notice.HasIndex(n => n.ContactId).HasFilter("contact_id is not null");
        notice.HasOne<Membership>().WithMany().HasForeignKey(n => new { n.AccountId, n.UserId });
    }
}
