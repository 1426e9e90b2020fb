using BotStudio.Core.Data;

namespace BotStudio.Core.Accounts;

/// <summary>
/// One link in the chain of a program's <see cref="Session"/>, good for one use. A used one that comes back means that somebody copied it, so the
/// session ends (RFC 9700, 4.14.2).
/// </summary>
[PlatformWide]
public sealed class RefreshToken
{
    private RefreshToken() { }

    internal RefreshToken(byte[] hash, Guid sessionId, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        Hash = hash;
        SessionId = sessionId;
        CreatedAt = now;
        ExpiresAt = expiresAt;
    }

    /// <summary>SHA-256 of the token; the token itself is never stored.</summary>
    public byte[] Hash { get; private set; } = [];

    public Guid SessionId { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    public void Use(DateTimeOffset now) => UsedAt = now;
}
