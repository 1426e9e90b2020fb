using System.Globalization;
using BotStudio.Core.Settings;
using Microsoft.Extensions.Options;

namespace BotStudio.Web.Landing;

/// <summary>Where a page for visitors is: its language and the addresses that lead on from it.</summary>
/// <param name="Page">Null for a page that is in no list, such as a bot's own.</param>
/// <param name="Origin">Scheme and host under which the site is known, without a slash at the end.</param>
/// <param name="Path">Of the page, from the root.</param>
public sealed record PublicSite(PublicPage? Page, string Language, string Origin, string Path)
{
    public static PublicSite Of(HttpContext http, PublicPage? page)
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var path = page?.In(language) ?? http.Request.Path.Value!;
        return new PublicSite(page, language, OriginOf(http), path);
    }

    /// <summary>The address that the operator has set; without one, that of the request.</summary>
    public static string OriginOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<IOptions<SiteOptions>>().Value.PublicUrl is { } set
            ? set.GetLeftPart(UriPartial.Authority)
            : $"{http.Request.Scheme}://{http.Request.Host}";

    public string To(PublicPage page) => page.In(Language);

    /// <summary>A part of the first page.</summary>
    public string ToPart(string id) => $"/{Language}#{id}";

    /// <summary>This page in another language; a page in no list has one address in all.</summary>
    public string Translated(string language) =>
        Page is null ? $"/language/{language}?back={Uri.EscapeDataString(Path)}" : Page.In(language);

    public string Absolute(string path) => Origin + path;
}
