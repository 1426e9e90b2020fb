using BotStudio.Core.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.StaticAssets;

namespace BotStudio.Web.Accounts;

/// <summary>Signed in with a browser: a cookie that scripts cannot read and other sites' forms do not send.</summary>
public static class BrowserSession
{
    public const string Scheme = "Browser";
    public const string SignInPath = "/account/sign-in";

    private const string CookieName = "botstudio.session";

    /// <summary>How long a browser may stay away before it has to sign in again.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    public static Task StartAsync(HttpContext http, Session session) =>
        http.SignInAsync(Scheme, session.ToPrincipal(Scheme), new AuthenticationProperties { IsPersistent = true });

    public static Task EndAsync(HttpContext http) => http.SignOutAsync(Scheme);

    internal static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = SignInPath;
        options.ReturnUrlParameter = "returnUrl";
        options.EventsType = typeof(BrowserSessionEvents);
    }
}

/// <summary>Asks the database on every request whether the session still holds, which also puts the request into its account.</summary>
internal sealed class BrowserSessionEvents(EnterAccount enterAccount) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            // Stylesheets are the same for everybody.
            return;
        }

        var session = context.Principal?.ToSession();
        var user = session is null ? null : await enterAccount.RunAsync(session, context.HttpContext.RequestAborted);
        if (user is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
            return;
        }

        context.ReplacePrincipal(user.ToPrincipal(context.Scheme.Name));
    }

    /// <summary>Pages that a user may not open look as if they did not exist.</summary>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
