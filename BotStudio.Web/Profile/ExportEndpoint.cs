using BotStudio.Core.Accounts.Departure;
using BotStudio.Web.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Profile;

/// <summary>A user's own data, for whoever is signed in as them.</summary>
public static class ExportEndpoint
{
    public const string Path = "/account/data/export";

    public static void MapExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, DownloadAsync).RequireAuthorization().ExcludeFromDescription();

    private static async Task<Results<FileContentHttpResult, NotFound>> DownloadAsync(HttpContext http, RequestExport export)
    {
        http.Response.Headers.CacheControl = "no-store";
        return await export.OpenAsync(http.User.FindUserId()!.Value, http.RequestAborted) is { } content
            ? TypedResults.File(content, "application/zip", "botstudio-data.zip")
            : TypedResults.NotFound();
    }
}
