using BotStudio.Core.Data;

namespace BotStudio.Core.Accounts;

/// <summary>The one-time link that makes whoever opens it a platform admin. Only the hash of its code is kept.</summary>
[PlatformWide]
public sealed class AdminLink
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private AdminLink() { }

    public AdminLink(byte[] codeHash, DateTimeOffset now)
    {
        CodeHash = codeHash;
        CreatedAt = now;
        ExpiresAt = now + Lifetime;
    }

    /// <summary>SHA-256 of the code.</summary>
    public byte[] CodeHash { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    public Guid? UsedByUserId { get; private set; }
}
