using System.Globalization;
using BotStudio.Core.Localization;
using BotStudio.Web.Landing;

namespace BotStudio.Web.Hosting;

/// <summary><c>/.well-known/security.txt</c>: where whoever finds a hole says so (RFC 9116).</summary>
public static class SecurityTxt
{
    public const string Path = "/.well-known/security.txt";

    /// <summary>The standard wants a date, less than a year ahead.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromDays(180);

    public static void MapSecurityTxt(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Show).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/security.txt", () => Results.LocalRedirect(Path, permanent: true)).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Show(HttpContext http, TimeProvider clock)
    {
        var origin = PublicSite.OriginOf(http);
        var expires = (clock.GetUtcNow() + GoodFor).ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture);
        return Results.Text(
            $"""
            Contact: {origin}/{Languages.Default}/contact
            Expires: {expires}
            Preferred-Languages: {string.Join(", ", Languages.All.Select(language => language.Code))}
            Canonical: {origin}{Path}

            """.ReplaceLineEndings("\n"),
            "text/plain"
        );
    }
}
