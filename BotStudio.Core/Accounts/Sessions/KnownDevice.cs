using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Accounts.Sessions;

/// <summary>A browser or program that a user has signed in with before; signing in with another one is told to them.</summary>
[PlatformWide]
public sealed class KnownDevice
{
    /// <summary>A device that was away for so long is a new one.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    private KnownDevice() { }

    public KnownDevice(Guid userId, byte[] codeHash, DateTimeOffset now)
    {
        UserId = userId;
        CodeHash = codeHash;
        CreatedAt = now;
        LastSeenAt = now;
    }

    public Guid UserId { get; private set; }

    /// <summary>SHA-256 of <see cref="Visit.DeviceKey"/>.</summary>
    public byte[] CodeHash { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset LastSeenAt { get; private set; }
}

internal sealed class KnownDeviceMapping : IEntityTypeConfiguration<KnownDevice>
{
    public void Configure(EntityTypeBuilder<KnownDevice> device)
    {
        device.ToTable("known_devices");
        device.HasKey(d => new { d.UserId, d.CodeHash });
        device.HasOne<User>().WithMany().HasForeignKey(d => d.UserId);
    }
}
