using BotStudio.Core.Localization;
using BotStudio.Web.Landing.BotPages;
using BotStudio.Web.Landing.Demo;
using BotStudio.Web.Landing.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Landing;

/// <summary>The site for visitors: rendered once, kept in memory, compressed.</summary>
public static class LandingFeature
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddLanding(this IServiceCollection services)
    {
        services.AddOutputCache(options =>
        {
            options.SizeLimit = 64 * 1024 * 1024;
            options.MaximumBodySize = 2 * 1024 * 1024;
        });
        services.AddSingleton<DemoTalks>();
        services.AddSingleton<VisitorLimits>();
        return services;
    }

    public static void MapLanding(this WebApplication app)
    {
        var assets = PublicAssets.Of(app);
        var site = app.MapGroup("").ExcludeFromDescription().AllowAnonymous().WithMetadata(assets);
        foreach (var page in PublicPages.All)
        {
            foreach (var language in Languages.All)
            {
                site.MapMethods(page.In(language.Code), Reading, (HttpContext http) => PublicDocument.Show(http, page))
                    .CacheOutput(new PublicCache(page.KeptFor));
            }
        }

        site.MapMethods("/", Reading, PickLanguage);
        site.MapSearchEngines();
        site.MapContactForm();
        site.MapDemo();
        site.MapBotPages();
    }

    /// <summary>By the cookie of an earlier choice, then by what the browser asks for.</summary>
    private static RedirectHttpResult PickLanguage(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Vary = "Cookie, Accept-Language";
        return TypedResults.LocalRedirect(PublicSite.Of(http, PublicPages.Home).Path);
    }
}
