using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BotStudio.Web.Layout;

/// <summary>A reader's theme, kept in a cookie. The language has its own link in <see cref="Cultures"/>.</summary>
public static class PreferenceEndpoints
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>
    /// Open to everyone and without an antiforgery token: a forged request could at most turn the lights off, and cached public pages have no
    /// token to send.
    /// </summary>
    public static void MapPreferences(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/preferences/theme", SetTheme).ExcludeFromDescription().DisableAntiforgery();

    private static RedirectHttpResult SetTheme(HttpContext http, [FromForm] string value, [FromForm] string? returnUrl)
    {
        if (value is Theme.Light or Theme.Dark)
        {
            http.Response.Cookies.Append(
                Theme.Cookie,
                value,
                new CookieOptions
                {
                    MaxAge = Lifetime,
                    SameSite = SameSiteMode.Lax,
                    Secure = http.Request.IsHttps,
                    IsEssential = true,
                }
            );
        }
        else
        {
            http.Response.Cookies.Delete(Theme.Cookie);
        }

        return TypedResults.LocalRedirect(LocalUrl.Or("/", returnUrl));
    }
}
