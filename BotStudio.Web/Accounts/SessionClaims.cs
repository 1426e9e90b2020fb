using System.Globalization;
using System.Security.Claims;
using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Web.Layout;

namespace BotStudio.Web.Accounts;

/// <summary>
/// A session as claims. The cookie keeps only its id; who that is and what they may is added from the database to each request and never trusted
/// from the cookie.
/// </summary>
public static class SessionClaims
{
    /// <summary>Id of the <see cref="Session"/>.</summary>
    public const string SessionId = "session";

    private const string Address = "address";
    private const string Agent = "agent";
    private const string ProvedAt = "proved_at";
    private const string EmailConfirmed = "email_confirmed";
    private const string TimeZone = "time_zone";

    public static ClaimsPrincipal ToPrincipal(Guid sessionId, string scheme) =>
        new(new ClaimsIdentity([new Claim(SessionId, sessionId.ToString())], scheme));

    /// <param name="from">Where the request comes from, for the circuit that may begin with it.</param>
    public static ClaimsPrincipal ToPrincipal(this SignedInUser user, string scheme, Origin from)
    {
        var principal = ToPrincipal(user.SessionId, scheme);
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, user.DisplayName));
        identity.AddClaim(new Claim(ClaimTypes.Email, user.Email));
        identity.AddClaim(new Claim(ProvedAt, user.ProvedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
        if (user.IsEmailConfirmed)
        {
            identity.AddClaim(new Claim(EmailConfirmed, "true"));
        }

        if (user.TimeZone is { } zone)
        {
            identity.AddClaim(new Claim(TimeZone, zone));
        }

        if (user.IsPlatformAdmin)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, Navigation.AdminRole));
        }

        identity.AddClaim(new Claim(Address, from.Address ?? ""));
        identity.AddClaim(new Claim(Agent, from.Agent ?? ""));
        return principal;
    }

    /// <summary>Where the request came from that the circuit began with.</summary>
    public static Origin FindOrigin(this ClaimsPrincipal principal) =>
        new(
            principal.FindFirstValue(Address) is { Length: > 0 } address ? address : null,
            principal.FindFirstValue(Agent) is { Length: > 0 } agent ? agent : null,
            IsProgram: false
        );

    /// <returns>Null for somebody who is not signed in.</returns>
    public static Guid? FindSessionId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(SessionId), out var sessionId) ? sessionId : null;

    /// <returns>Null for somebody who is not signed in.</returns>
    public static Guid? FindUserId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var userId) ? userId : null;

    /// <returns>When whoever is signed in last proved who they are.</returns>
    public static DateTimeOffset? FindProvedAt(this ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(ProvedAt), CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    public static bool HasConfirmedEmail(this ClaimsPrincipal principal) => principal.HasClaim(EmailConfirmed, "true");

    /// <returns>IANA name; null for the browser's own zone.</returns>
    public static string? FindTimeZone(this ClaimsPrincipal principal) => principal.FindFirstValue(TimeZone);
}
