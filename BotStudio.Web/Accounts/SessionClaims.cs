using System.Security.Claims;
using BotStudio.Core.Accounts;
using BotStudio.Web.Layout;

namespace BotStudio.Web.Accounts;

/// <summary>
/// A session as claims. The cookie keeps the three that name it; what the user may do is added from the database to each request and never
/// trusted from the cookie.
/// </summary>
public static class SessionClaims
{
    public const string Account = "account";
    public const string Stamp = "stamp";

    /// <summary>Of an API client only: the family of its tokens.</summary>
    public const string TokenFamily = "family";

    public static ClaimsPrincipal ToPrincipal(this Session session, string scheme) => new(IdentityOf(session, scheme));

    public static ClaimsPrincipal ToPrincipal(this SignedInUser user, string scheme, params Claim[] more)
    {
        var identity = IdentityOf(user.Session, scheme);
        identity.AddClaim(new Claim(ClaimTypes.Name, user.DisplayName));
        identity.AddClaim(new Claim(ClaimTypes.Email, user.Email));
        if (user.IsPlatformAdmin)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, Navigation.AdminRole));
        }

        identity.AddClaims(more);
        return new ClaimsPrincipal(identity);
    }

    /// <returns>Null for somebody who is not signed in.</returns>
    public static Session? ToSession(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var userId)
        && Guid.TryParse(principal.FindFirstValue(Account), out var accountId)
        && principal.FindFirstValue(Stamp) is { } stamp
            ? new Session(userId, accountId, stamp)
            : null;

    private static ClaimsIdentity IdentityOf(Session session, string scheme) =>
        new(
            [
                new Claim(ClaimTypes.NameIdentifier, session.UserId.ToString()),
                new Claim(Account, session.AccountId.ToString()),
                new Claim(Stamp, session.SecurityStamp),
            ],
            scheme
        );
}
