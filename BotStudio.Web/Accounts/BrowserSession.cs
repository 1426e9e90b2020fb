using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Profile;
using BotStudio.Web.Hosting;
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

    public static async Task StartAsync(HttpContext http, SignedIn who)
    {
        var visit = DeviceCookie.VisitOf(http);
        var sessionId = await http.RequestServices.GetRequiredService<StartSession>().RunAsync(who, visit, http.RequestAborted);
        if (http.User.FindSessionId() is { } former)
        {
            // Signed in once more, as the same user or another one: the cookie names one session.
            await http.RequestServices.GetRequiredService<EndSession>().RunAsync(former, http.RequestAborted);
        }

        var user = await http.RequestServices.GetRequiredService<ReadProfile>().RunAsync(who.UserId, http.RequestAborted);
        Cultures.RememberLanguage(http, user.Language);
        var principal = SessionClaims.ToPrincipal(sessionId, Scheme);
        await http.SignInAsync(Scheme, principal, new AuthenticationProperties { IsPersistent = true });
    }

    public static async Task EndAsync(HttpContext http)
    {
        if (http.User.FindSessionId() is { } sessionId)
        {
            await http.RequestServices.GetRequiredService<EndSession>().RunAsync(sessionId, http.RequestAborted);
        }

        await http.SignOutAsync(Scheme);
    }

    /// <summary>Whether the visitor brings a session, which may be over: enough to choose between two links, not to show anything.</summary>
    public static bool IsLikely(HttpRequest request) => request.Cookies.ContainsKey(CookieName);

    internal static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Session.Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = SignInPath;
        options.ReturnUrlParameter = "returnUrl";
        options.EventsType = typeof(BrowserSessionEvents);
    }
}

/// <summary>Asks the database on every request whether the session still holds, which also puts the request into its account.</summary>
internal sealed class BrowserSessionEvents(EnterAccount enterAccount, CurrentAccount account) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            // Stylesheets are the same for everybody.
            return;
        }

        var user = context.Principal?.FindSessionId() is { } sessionId
            ? await enterAccount.RunAsync(sessionId, context.HttpContext.RequestAborted, AccountOfAddress.In(context.Request))
            : null;
        if (user is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
            return;
        }

        account.From = Visitor.OriginOf(context.HttpContext, isProgram: false);
        context.ReplacePrincipal(user.ToPrincipal(context.Scheme.Name, account.From));
    }

    /// <summary>A page of the account says that the role does not reach; those of the platform's admins look as if they did not exist.</summary>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        var isOfAccount = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<RequiresAttribute>() is not null;
        context.Response.StatusCode = isOfAccount ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
