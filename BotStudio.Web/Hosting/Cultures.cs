using System.Text.Encodings.Web;
using System.Text.Unicode;
using BotStudio.Core.Accounts.Profile;
using BotStudio.Core.Localization;
using BotStudio.Web.Accounts;
using Microsoft.AspNetCore.Localization;

namespace BotStudio.Web.Hosting;

/// <summary>The reader's language: from the address (<c>/uk/...</c>), else from the cookie, else from what the browser asks for.</summary>
public static class Cultures
{
    private static readonly TimeSpan CookieAge = TimeSpan.FromDays(365);

    public static IServiceCollection AddCultures(this IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            var codes = Languages.All.Select(language => language.Code).ToArray();
            options.SetDefaultCulture(Languages.Default).AddSupportedCultures(codes).AddSupportedUICultures(codes);
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context =>
                    Task.FromResult(LanguageOfPath(context.Request.Path) is { } code ? new ProviderCultureResult(code) : null)
                ),
                new CookieRequestCultureProvider(),
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
        // Without this, everything beyond ASCII becomes &#x...; in pages.
        services.AddWebEncoders(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        return services;
    }

    public static void UseCultures(this WebApplication app)
    {
        app.UseRequestLocalization();
        app.Use(
            (context, next) =>
            {
                // A page's circuit takes its culture from the cookie, not from the address of the page.
                if (LanguageOfPath(context.Request.Path) is { } code)
                {
                    // At the last moment, because a page from the output cache brings its cookie along.
                    context.Response.OnStarting(() =>
                    {
                        if (!context.Response.Headers.SetCookie.Any(cookie => cookie is not null && IsLanguageCookie(cookie)))
                        {
                            RememberLanguage(context, code);
                        }

                        return Task.CompletedTask;
                    });
                }

                return next(context);
            }
        );
    }

    /// <summary><c>/language/uk?back=/app/bots</c>: a plain link changes the language and returns to the page.</summary>
    public static void MapLanguageSwitch(this WebApplication app) =>
        app.MapGet(
                "/language/{code}",
                async (string code, string? back, HttpContext context, ChangeProfile changeProfile) =>
                {
                    if (!Languages.IsKnown(code))
                    {
                        return Results.NotFound();
                    }

                    RememberLanguage(context, code);
                    if (context.User.FindUserId() is { } userId)
                    {
                        await changeProfile.RunAsync(userId, new ProfileInput(Language: code), context.RequestAborted);
                    }

                    return Results.LocalRedirect(InLanguage(LocalUrl.Or("/", back), code));
                }
            )
            .ExcludeFromDescription();

    public static void RememberLanguage(HttpContext context, string code)
    {
        var value = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(code));
        if (context.Request.Cookies[CookieRequestCultureProvider.DefaultCookieName] == value)
        {
            return;
        }

        context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            value,
            new CookieOptions
            {
                MaxAge = CookieAge,
                SameSite = SameSiteMode.Lax,
                HttpOnly = true,
                IsEssential = true,
                Secure = context.Request.IsHttps,
            }
        );
    }

    /// <param name="setCookie">Value of a Set-Cookie header.</param>
    public static bool IsLanguageCookie(string setCookie) =>
        setCookie.StartsWith(CookieRequestCultureProvider.DefaultCookieName + "=", StringComparison.Ordinal);

    private static string? LanguageOfPath(PathString path)
    {
        var first = path.Value.AsSpan().TrimStart('/');
        var end = first.IndexOf('/');
        var code = (end < 0 ? first : first[..end]).ToString();
        return Languages.IsKnown(code) ? code : null;
    }

    /// <summary>A public page has its language in its address; the other pages have not.</summary>
    private static string InLanguage(string path, string code) =>
        LanguageOfPath(path) is { } current ? $"/{code}{path[(current.Length + 1)..]}" : path;
}
