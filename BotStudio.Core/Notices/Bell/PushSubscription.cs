using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Notices.Bell;

/// <summary>A browser that a user lets show notices although the product is not open in it (Push API, W3C).</summary>
[PlatformWide]
public sealed class PushSubscription
{
    public const int MaxEndpointLength = 500;

    private PushSubscription() { }

    public PushSubscription(Guid userId, string endpoint, byte[] publicKey, byte[] secret, string? agent, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        UserId = userId;
        Endpoint = endpoint;
        PublicKey = publicKey;
        Secret = secret;
        Agent = agent;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    /// <summary>Where the browser's maker takes messages for it. Whoever knows it and the keys can send.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>Of the browser: an uncompressed point on P-256, 65 bytes (RFC 8291, 2).</summary>
    public byte[] PublicKey { get; private set; } = [];

    /// <summary>16 bytes that the browser and this installation share (RFC 8291, 2).</summary>
    public byte[] Secret { get; private set; } = [];

    public string? Agent { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }
}

/// <summary>The pair of keys by which browser makers recognise this installation (VAPID, RFC 8292). There is one.</summary>
[PlatformWide]
public sealed class PushKey
{
    private PushKey() { }

    public PushKey(string sealedKey, DateTimeOffset now)
    {
        SealedKey = sealedKey;
        CreatedAt = now;
    }

    public int Id { get; private set; } = 1;

    /// <summary>PKCS #8 in Base64, sealed.</summary>
    public string SealedKey { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }
}

internal sealed class PushSubscriptionMapping : IEntityTypeConfiguration<PushSubscription>
{
    public void Configure(EntityTypeBuilder<PushSubscription> subscription)
    {
        subscription.Property(s => s.Id).ValueGeneratedNever();
        subscription.Property(s => s.Endpoint).HasMaxLength(PushSubscription.MaxEndpointLength);
        subscription.Property(s => s.Agent).HasMaxLength(60);
        subscription.HasIndex(s => s.Endpoint).IsUnique();
        subscription.HasIndex(s => s.UserId);
        subscription.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
    }
}

internal sealed class PushKeyMapping : IEntityTypeConfiguration<PushKey>
{
    public void Configure(EntityTypeBuilder<PushKey> key) => key.Property(k => k.Id).ValueGeneratedNever();
}
