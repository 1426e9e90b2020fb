using BotStudio.Core.Accounts.Details;
using Microsoft.Net.Http.Headers;

namespace BotStudio.Web.Team;

/// <summary>Pictures of accounts, for everybody: public pages and e-mails show them.</summary>
public static class LogoEndpoints
{
    /// <summary>A picture is shown and nothing else, whatever is inside.</summary>
    private const string PicturesOnly = "default-src 'none'; sandbox";

    /// <param name="changedAt">Makes a new picture a new address, so that the old one may be kept by caches.</param>
    public static string PathOf(Guid accountId, DateTimeOffset changedAt) => $"/logos/{accountId}?v={changedAt.ToUnixTimeMilliseconds()}";

    public static void MapLogos(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/logos/{accountId:guid}", OpenAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> OpenAsync(Guid accountId, OpenLogo open, HttpContext http, CancellationToken ct)
    {
        var logo = await open.RunAsync(accountId, ct);
        if (!logo.Succeeded)
        {
            return Results.NotFound();
        }

        http.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
        http.Response.Headers.ContentSecurityPolicy = PicturesOnly;
        return Results.Bytes(logo.Value.Bytes, logo.Value.ContentType);
    }
}
