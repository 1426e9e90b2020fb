using BotStudio.Web.Hosting;

namespace BotStudio.Web.Accounts;

/// <summary>On to where the visitor was going, by default the dashboard.</summary>
internal static class AfterSignIn
{
    private const string Dashboard = "/app";

    /// <summary>How Blazor's script says that it posted a form and will put the answer into the page it has.</summary>
    private const string EnhancedAccept = "blazor-enhanced-nav=on";

    /// <summary>What that script obeys by loading the address as a whole new page.</summary>
    private const string LoadWholePage = "blazor-enhanced-nav-redirect-location";

    public static void Leave(HttpContext http, string? returnUrl)
    {
        var target = LocalUrl.Or(Dashboard, returnUrl);
        if (http.Request.Headers.Accept.ToString().Contains(EnhancedAccept, StringComparison.Ordinal))
        {
            // A redirect would put the dashboard into this page, where its scripts do not start.
            http.Response.Headers[LoadWholePage] = target;
        }
        else
        {
            http.Response.Redirect(target);
        }
    }
}
