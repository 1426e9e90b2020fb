using System.Security.Claims;
using BotStudio.Core.Accounts;
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

    public static ClaimsPrincipal ToPrincipal(Guid sessionId, string scheme) =>
        new(new ClaimsIdentity([new Claim(SessionId, sessionId.ToString())], scheme));

    public static ClaimsPrincipal ToPrincipal(this SignedInUser user, string scheme)
    {
        var principal = ToPrincipal(user.SessionId, scheme);
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, user.DisplayName));
        identity.AddClaim(new Claim(ClaimTypes.Email, user.Email));
        if (user.IsPlatformAdmin)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, Navigation.AdminRole));
        }

        return principal;
    }

    /// <returns>Null for somebody who is not signed in.</returns>
    public static Guid? FindSessionId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(SessionId), out var sessionId) ? sessionId : null;
}
