using BotStudio.Core.Data;

namespace BotStudio.Core.Accounts;

/// <summary>
/// One link in a chain of refresh tokens. Each is good for one use; a used one that comes back means that somebody copied it, and the whole
/// family is revoked (RFC 9700, 4.14.2).
/// </summary>
[PlatformWide]
public sealed class RefreshToken
{
    private RefreshToken() { }

    public RefreshToken(byte[] hash, Guid familyId, Guid userId, DateTimeOffset now, TimeSpan lifetime)
    {
        Hash = hash;
        FamilyId = familyId;
        UserId = userId;
        CreatedAt = now;
        ExpiresAt = now + lifetime;
    }

    /// <summary>SHA-256 of the token; the token itself is never stored.</summary>
    public byte[] Hash { get; private set; } = [];

    public Guid FamilyId { get; private set; }

    public Guid UserId { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }
}
