using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts.Emails;

public enum LinkPurpose
{
    ConfirmEmail,
    ResetPassword,
    ChangeEmail,
}

/// <summary>A link that was sent to an e-mail address and proves that whoever opens it reads there. Only the hash of its code is kept.</summary>
[PlatformWide]
public sealed class OneTimeLink
{
    private OneTimeLink() { }

    public OneTimeLink(byte[] codeHash, Guid userId, LinkPurpose purpose, string email, DateTimeOffset now)
    {
        CodeHash = codeHash;
        UserId = userId;
        Purpose = purpose;
        Email = email;
        CreatedAt = now;
        ExpiresAt = now + LifetimeOf(purpose);
    }

    /// <summary>SHA-256 of the code.</summary>
    public byte[] CodeHash { get; private set; } = [];

    public Guid UserId { get; private set; }

    public LinkPurpose Purpose { get; private set; }

    /// <summary>The address it was sent to.</summary>
    public string Email { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    public static TimeSpan LifetimeOf(LinkPurpose purpose) =>
        purpose == LinkPurpose.ResetPassword ? TimeSpan.FromHours(1) : TimeSpan.FromHours(24);
}

internal sealed class OneTimeLinkMapping : IEntityTypeConfiguration<OneTimeLink>
{
    private const int MaxPurposeLength = 20;

    public void Configure(EntityTypeBuilder<OneTimeLink> link)
    {
        link.ToTable("one_time_links");
        link.HasKey(l => l.CodeHash);
        link.Property(l => l.Purpose).HasConversion<string>().HasMaxLength(MaxPurposeLength);
        link.Property(l => l.Email).HasMaxLength(EmailAddress.MaxLength);
        link.HasOne<User>().WithMany().HasForeignKey(l => l.UserId);
    }
}
