using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts.TwoFactor;

/// <summary>One of the codes that open the account once each when the authenticator app is lost. Only its hash is kept.</summary>
[PlatformWide]
public sealed class RecoveryCode
{
    private RecoveryCode() { }

    public RecoveryCode(Guid userId, byte[] hash)
    {
        UserId = userId;
        Hash = hash;
    }

    public Guid UserId { get; private set; }

    public byte[] Hash { get; private set; } = [];

    public DateTimeOffset? UsedAt { get; private set; }
}

internal sealed class RecoveryCodeMapping : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> code)
    {
        code.ToTable("recovery_codes");
        code.HasKey(c => new { c.UserId, c.Hash });
        code.HasOne<User>().WithMany().HasForeignKey(c => c.UserId);
    }
}
