using System.Globalization;
using BotStudio.Core.Admin.Letters;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Landing.Pages;

/// <summary>
/// Takes the form of <see cref="ContactPage"/>. The page is the same for everybody and has no antiforgery token; instead the browser itself says
/// whether one of our pages sent the form (Sec-Fetch-Site), and browsers that do not are few and lose nothing.
/// </summary>
internal static class ContactEndpoints
{
    public static void MapContactForm(this IEndpointRouteBuilder site)
    {
        foreach (var language in Languages.All)
        {
            site.MapPost(PublicPages.Contact.In(language.Code), SendAsync).DisableAntiforgery();
        }
    }

    private static async Task<IResult> SendAsync(HttpContext http, WriteToAdmins write, VisitorLimits limits)
    {
        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" || !http.Request.HasFormContentType)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var letter = new Letter(form["name"].ToString(), form["email"].ToString(), form["text"].ToString());
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var sent = Results.LocalRedirect(PublicPages.ContactSent.In(language));
        if (form["website"].Count > 0 && form["website"] != "")
        {
            // Only a program fills in what nobody sees. It is told what it wants to hear.
            return sent;
        }

        if (limits.TakeLetter(http) is { } tooMany)
        {
            http.Response.StatusCode = ProblemResults.StatusOf(tooMany);
            return Again(http, letter, [tooMany]);
        }

        var outcome = await write.RunAsync(letter, language, http.RequestAborted);
        return outcome.Succeeded ? sent : Again(http, letter, outcome.Problems);
    }

    private static RazorComponentResult<PublicDocument> Again(HttpContext http, Letter letter, IReadOnlyList<Problem> problems) =>
        PublicDocument.Show(
            http,
            PublicPages.Contact,
            new Dictionary<string, object> { [nameof(ContactPage.Letter)] = letter, [nameof(ContactPage.Problems)] = problems }
        );
}
