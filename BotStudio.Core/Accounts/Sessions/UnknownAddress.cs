using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts.Sessions;

/// <summary>
/// Tries to sign in with an address that nobody has. They are counted and locked out like those with a user's address, so that a lockout does not
/// tell the two apart.
/// </summary>
[PlatformWide]
public sealed class UnknownAddress
{
    private UnknownAddress() { }

    /// <summary>SHA-256 of the normalized address: what strangers type is not kept.</summary>
    public byte[] EmailHash { get; private set; } = [];

    public int Failures { get; private set; }

    public DateTimeOffset? LockedUntil { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }
}

internal sealed class UnknownAddressMapping : IEntityTypeConfiguration<UnknownAddress>
{
    public void Configure(EntityTypeBuilder<UnknownAddress> address)
    {
        address.ToTable("unknown_addresses");
        address.HasKey(a => a.EmailHash);
        address.HasIndex(a => a.ChangedAt);
    }
}
