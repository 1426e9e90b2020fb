using BotStudio.Core.Accounts.Emails;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BotStudio.Web.Accounts.Emails;

/// <summary>The button of the banner posts here: another link, please.</summary>
public static class ConfirmationEndpoint
{
    public const string Path = "/account/confirm-email/again";

    public static void MapConfirmation(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, SendAsync).RequireAuthorization().ExcludeFromDescription();

    private static async Task<Results<RedirectHttpResult, BadRequest>> SendAsync(
        [FromForm] string? returnUrl,
        HttpContext http,
        IAntiforgery antiforgery,
        SignInLimits limits,
        SendConfirmation sendConfirmation,
        SiteAddress site
    )
    {
        if (!await antiforgery.IsRequestValidAsync(http) || http.User.FindUserId() is not { } userId)
        {
            return TypedResults.BadRequest();
        }

        if (limits.Take(http, email: null) is null)
        {
            await sendConfirmation.RunAsync(userId, site.Of(http), http.RequestAborted);
        }

        return TypedResults.LocalRedirect(LocalUrl.Or("/app", returnUrl));
    }
}
