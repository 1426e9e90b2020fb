using BotStudio.Core.Localization;
using BotStudio.Core.Mail;
using BotStudio.Web.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Mail;

/// <summary>E-mails as the mail page shows them in a frame: their own styles, no scripts, nothing from elsewhere.</summary>
public static class MailEndpoints
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox allow-popups";

    public static void MapMails(this IEndpointRouteBuilder routes)
    {
        var mails = routes
            .MapGroup("/admin/mails")
            .RequireAuthorization(policy => policy.RequireAuthenticatedUser().RequireRole(Navigation.AdminRole))
            .ExcludeFromDescription();
        mails.MapGet("/{mailId:guid}/html", ShowAsync);
        mails.MapGet("/preview/html", Preview);
    }

    private static async Task<Results<ContentHttpResult, NotFound>> ShowAsync(Guid mailId, ReadMail read, HttpContext http)
    {
        var mail = await read.RunAsync(mailId, http.RequestAborted);
        return mail is null ? TypedResults.NotFound() : Page(mail, http);
    }

    private static Results<ContentHttpResult, NotFound> Preview(string kind, string language, PreviewMails preview, HttpContext http) =>
        Languages.IsKnown(language) && preview.Find(kind, language) is { } mail ? Page(mail, http) : TypedResults.NotFound();

    private static ContentHttpResult Page(RenderedMail mail, HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Content(mail.Html, "text/html; charset=utf-8");
    }
}
