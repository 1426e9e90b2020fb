using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using BotStudio.Core.Localization;
using Microsoft.Extensions.Localization;

namespace BotStudio.Web.Landing;

/// <summary>Files at the root that nobody reads but search engines and phones.</summary>
internal static class SearchEngines
{
    private static readonly XNamespace Sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private static readonly XNamespace Xhtml = "http://www.w3.org/1999/xhtml";

    public static void MapSearchEngines(this IEndpointRouteBuilder site)
    {
        site.MapGet("/robots.txt", (HttpContext http) => Results.Text(Robots(PublicSite.OriginOf(http)), "text/plain"));
        site.MapGet("/sitemap.xml", (HttpContext http) => Results.Text(SitemapOf(PublicSite.OriginOf(http)), "application/xml"));
        site.MapGet("/site.webmanifest", Manifest);
    }

    private static string Robots(string origin) =>
        $"""
            User-agent: *
            Disallow: /account/
            Disallow: /admin/
            Disallow: /app/
            Disallow: /api/v1/
            Disallow: /language/

            Sitemap: {origin}/sitemap.xml

            """;

    private static string SitemapOf(string origin)
    {
        var urls =
            from page in PublicPages.All
            where page.IsIndexed
            from language in Languages.All
            select new XElement(
                Sitemap + "url",
                new XElement(Sitemap + "loc", origin + page.In(language.Code)),
                Languages.All.Select(other => Alternate(other.Code, origin + page.In(other.Code))),
                Alternate("x-default", origin + (page == PublicPages.Home ? "/" : page.In(Languages.Default)))
            );
        var root = new XElement(Sitemap + "urlset", new XAttribute(XNamespace.Xmlns + "xhtml", Xhtml.NamespaceName), urls);
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{root}";
    }

    private static XElement Alternate(string language, string address) =>
        new(Xhtml + "link", new XAttribute("rel", "alternate"), new XAttribute("hreflang", language), new XAttribute("href", address));

    /// <summary>What a phone shows when the product is put on its home screen. It opens the dashboard: visitors do not do that.</summary>
    private static IResult Manifest(IStringLocalizer<LandingText> texts, HttpContext http)
    {
        http.Response.Headers.CacheControl = "private, max-age=86400";
        var manifest = new JsonObject
        {
            ["name"] = "BotStudio",
            ["short_name"] = "BotStudio",
            ["description"] = texts["seo.home.description"].Value,
            ["lang"] = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
            ["id"] = "/app",
            ["start_url"] = "/app",
            ["scope"] = "/",
            ["display"] = "standalone",
            ["background_color"] = "#f6f9f8",
            ["theme_color"] = "#007462",
            ["icons"] = new JsonArray(
                Icon("/icon-192.png", "192x192", "any"),
                Icon("/icon-512.png", "512x512", "any"),
                Icon("/icon-maskable-512.png", "512x512", "maskable")
            ),
        };
        return Results.Text(manifest.ToJsonString(), "application/manifest+json");
    }

    private static JsonObject Icon(string address, string sizes, string purpose) =>
        new()
        {
            ["src"] = address,
            ["sizes"] = sizes,
            ["type"] = "image/png",
            ["purpose"] = purpose,
        };
}
