using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts.Members;

/// <summary>
/// An open door into an account: by e-mail for one person, or a link for several. Only the hash of its code is kept, so that the door cannot be
/// found in a copy of the database; whoever needs the link again makes a new code.
/// </summary>
public sealed class Invitation : IBelongsToAccount
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Of a link: more is no invitation but a public door.</summary>
    public const int MostUses = 100;

    private Invitation() { }

    /// <param name="email">The one whom it is for; null for a link that anybody may use.</param>
    public Invitation(Guid accountId, Role role, string? email, int maxUses, Guid? invitedBy, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = accountId;
        Role = role;
        Email = email;
        MaxUses = email is null ? maxUses : 1;
        InvitedBy = invitedBy;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    /// <summary>SHA-256 of the code.</summary>
    public byte[] CodeHash { get; private set; } = [];

    public Role Role { get; private set; }

    public string? Email { get; private set; }

    public int MaxUses { get; private set; }

    public int Uses { get; private set; }

    public Guid? InvitedBy { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When its code was made last: the one before it opens nothing.</summary>
    public DateTimeOffset SentAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public bool IsOpen(DateTimeOffset now) => ExpiresAt > now && Uses < MaxUses;

    /// <returns>The code, which nobody sees again.</returns>
    public string NewCode(DateTimeOffset now)
    {
        var code = RandomCode.New();
        CodeHash = RandomCode.Hash(code);
        SentAt = now;
        ExpiresAt = now + Lifetime;
        return code;
    }
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> invitation)
    {
        invitation.Property(i => i.Id).ValueGeneratedNever();
        invitation.Property(i => i.Email).HasMaxLength(EmailAddress.MaxLength);
        invitation.Property(i => i.Role).HasConversion<string>().HasMaxLength(16);
        invitation.HasIndex(i => i.CodeHash).IsUnique();
        invitation.HasIndex(i => i.AccountId);
        invitation.HasOne<Account>().WithMany().HasForeignKey(i => i.AccountId);
    }
}
