using BotStudio.Core.Bots.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Landing.BotPages;

/// <summary><c>/b/{slug}</c>: in the reader's language, looked up anew each time, because its owner may take it away at any moment.</summary>
internal static class BotPageRoutes
{
    public const string Prefix = "/b";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapBotPages(this IEndpointRouteBuilder site) => site.MapMethods(Prefix + "/{slug}", Reading, ShowAsync);

    private static async Task<Results<RazorComponentResult<BotDocument>, NotFound>> ShowAsync(
        string slug,
        FindBotPage find,
        HttpContext http
    )
    {
        if (await find.RunAsync(slug, http.RequestAborted) is not { } bot)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.Vary = "Cookie, Accept-Language";
        return new RazorComponentResult<BotDocument>(new Dictionary<string, object?> { [nameof(BotDocument.Bot)] = bot })
        {
            PreventStreamingRendering = true,
        };
    }
}
