using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Data;

namespace BotStudio.Core.Accounts;

/// <summary>
/// One sign-in, of a browser (its cookie names the session) or of a program (its tokens do). What ends it deletes it: signing out, a used refresh
/// token that comes back; from that moment no copy of the cookie or of a token opens anything.
/// </summary>
[PlatformWide]
public sealed class Session
{
    /// <summary>How long the browser or program may stay away before it has to sign in again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public const int MaxUserAgentLength = 300;

    /// <summary>An IPv6 address with an IPv4 one inside.</summary>
    public const int MaxAddressLength = 45;

    /// <summary>How precisely it is known when the session was used last.</summary>
    public static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(2);

    private Session() { }

    public Session(SignedIn who, Visit visit, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        UserId = who.UserId;
        AccountId = who.AccountId;
        SecurityStamp = who.SecurityStamp;
        CreatedAt = now;
        ExpiresAt = now + Lifetime;
        LastSeenAt = now;
        ProvedAt = now;
        IsProgram = visit.IsProgram;
        UserAgent = StoredText.Cut(StoredText.Clean(visit.UserAgent ?? ""), MaxUserAgentLength);
        Address = StoredText.Cut(visit.Address ?? "", MaxAddressLength);
    }

    public Guid Id { get; private set; }

    public Guid UserId { get; private set; }

    /// <summary>The account that the session was in last; which one a request is in says <see cref="EnterAccount"/>.</summary>
    public Guid AccountId { get; private set; }

    /// <summary>The user's at sign-in, see <see cref="SignedIn"/>.</summary>
    public string SecurityStamp { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>When whoever holds the session last proved who they are: by signing in, or again before something that matters.</summary>
    public DateTimeOffset ProvedAt { get; private set; }

    /// <summary>A program with tokens, not a browser with a cookie.</summary>
    public bool IsProgram { get; private set; }

    /// <summary>What the browser or program calls itself.</summary>
    public string UserAgent { get; private set; } = "";

    /// <summary>The address on the network that it signed in from.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The program's next refresh token; the session lives on as long as it does.</summary>
    public RefreshToken Continue(byte[] hash, DateTimeOffset now)
    {
        ExpiresAt = now + Lifetime;
        return new RefreshToken(hash, Id, now, ExpiresAt);
    }
}
