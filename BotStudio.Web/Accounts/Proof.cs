using BotStudio.Core.Accounts;

namespace BotStudio.Web.Accounts;

/// <summary>What decides who gets in is changed only by somebody who has just proved who they are.</summary>
internal static class Proof
{
    public const string Path = "/account/prove";

    /// <summary>Leads to the page that asks for it when the last proof is too old.</summary>
    /// <returns>True when it leads there, and the page has nothing to do.</returns>
    public static bool IsAsked(HttpContext http)
    {
        if (IsFresh(http))
        {
            return false;
        }

        http.Response.Redirect($"{Path}?returnUrl={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
        return true;
    }

    public static bool IsFresh(HttpContext http) =>
        http.User.FindProvedAt() is { } provedAt
        && ProveIdentity.IsFresh(provedAt, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
}
