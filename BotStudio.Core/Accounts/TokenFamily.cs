using BotStudio.Core.Data;

namespace BotStudio.Core.Accounts;

/// <summary>
/// One sign-in of an API client: the chain of refresh tokens that came of it. It is deleted, and all its tokens with it, at sign-out and when a
/// used token comes back.
/// </summary>
[PlatformWide]
public sealed class TokenFamily
{
    /// <summary>How long a client may stay away before it has to sign in again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private TokenFamily() { }

    public TokenFamily(Session session, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        UserId = session.UserId;
        AccountId = session.AccountId;
        SecurityStamp = session.SecurityStamp;
        CreatedAt = now;
        ExpiresAt = now + Lifetime;
    }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    /// <summary>The account the client works in; a family never changes it.</summary>
    public Guid AccountId { get; private set; }

    /// <summary>The user's stamp at sign-in: the family ends when the password changes.</summary>
    public string SecurityStamp { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public Session Session => new(UserId, AccountId, SecurityStamp);

    /// <summary>The family's next token; it lives as long from now as the first one did.</summary>
    public RefreshToken Continue(byte[] hash, DateTimeOffset now)
    {
        ExpiresAt = now + Lifetime;
        return new RefreshToken(hash, Id, now, ExpiresAt);
    }
}
