using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.External;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts.TwoFactor;
using BotStudio.Web.Hosting;

namespace BotStudio.Web.Accounts.External;

/// <summary>To a provider and back. A refusal ends on the page it began at, with the reason.</summary>
public static class ExternalEndpoints
{
    private static readonly string[] AnswerFields = ["code", "state", "error"];

    public static void MapExternal(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(ExternalPaths.Root).AllowAnonymous().ExcludeFromDescription();
        group.MapGet("/{provider}", BeginAsync);
        group.MapGet("/{provider}/callback", FinishAsync);
        group.MapPost("/{provider}/callback", Repeat).DisableAntiforgery();
    }

    private static async Task<IResult> BeginAsync(
        string provider,
        string? returnUrl,
        bool? link,
        HttpContext http,
        ExternalProviders providers,
        ExternalCookie cookie,
        OpenIdClient client,
        SiteAddress site,
        SignInLimits limits
    )
    {
        if (providers.Find(provider) is not { } found)
        {
            return Results.NotFound();
        }

        var linksTo = link == true ? http.User.FindUserId() : null;
        if (linksTo is not null && !Proof.IsFresh(http))
        {
            return Results.LocalRedirect($"{Proof.Path}?returnUrl={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
        }

        if (limits.Take(http, email: null) is { } tooMany)
        {
            return tooMany.ToResult();
        }

        var question = ExternalQuestion.New(new Uri(site.Of(http), ExternalPaths.Callback(provider)));
        var pending = new PendingSignIn(provider, question, LocalUrl.IsLocal(returnUrl) ? returnUrl : null, linksTo);
        if (found is TelegramWidget widget)
        {
            cookie.Keep(http, pending);
            return Results.Redirect(widget.AddressFor(new Uri(question.ReturnTo, $"?state={question.State}")).AbsoluteUri);
        }

        var address = await client.AddressAsync((OpenIdProvider)found, question, http.RequestAborted);
        if (!address.Succeeded)
        {
            return Back(pending, address.Problem!);
        }

        cookie.Keep(http, pending);
        return Results.Redirect(address.Value.AbsoluteUri);
    }

    /// <summary>
    /// Apple's answer is a form from another site, which comes without our cookies. Coming once more as an address of our own, it has them.
    /// </summary>
    private static async Task<IResult> Repeat(string provider, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var query = QueryString.Create(
            AnswerFields.Where(name => form[name].Count == 1).Select(name => KeyValuePair.Create(name, (string?)form[name].ToString()))
        );
        http.Response.Headers.Location = ExternalPaths.Callback(provider) + query;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<IResult> FinishAsync(
        string provider,
        HttpContext http,
        ExternalProviders providers,
        ExternalCookie cookie,
        OpenIdClient client,
        SignInExternally signIn,
        ChangeLogins changeLogins,
        TimeProvider clock
    )
    {
        if (providers.Find(provider) is not { } found)
        {
            return Results.NotFound();
        }

        if (found is TelegramWidget && http.Request.Query["hash"].Count == 0 && http.Request.Query["error"].Count == 0)
        {
            // The widget brings its answer behind the #, which only a script sees.
            return Results.LocalRedirect($"/account/telegram{http.Request.QueryString}");
        }

        if (cookie.Take(http) is not { } pending || pending.Provider != provider || !IsAnswerTo(pending.Question, http))
        {
            return Results.LocalRedirect($"{BrowserSession.SignInPath}?problem=accounts.external_refused");
        }

        var identity = await IdentityOfAsync(found, pending, http, client, clock);
        if (!identity.Succeeded)
        {
            return Back(pending, identity.Problem!);
        }

        return pending.LinksToUserId is { } userId
            ? await LinkAsync(userId, identity.Value, pending, http, changeLogins)
            : await SignInAsync(identity.Value, pending, http, cookie, signIn);
    }

    private static bool IsAnswerTo(ExternalQuestion question, HttpContext http) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(http.Request.Query["state"].ToString()),
            Encoding.UTF8.GetBytes(question.State)
        );

    private static async Task<Outcome<ExternalIdentity>> IdentityOfAsync(
        ExternalProvider provider,
        PendingSignIn pending,
        HttpContext http,
        OpenIdClient client,
        TimeProvider clock
    )
    {
        var query = http.Request.Query;
        if (provider is TelegramWidget widget)
        {
            return widget.Check(name => query[name].Count == 1 ? query[name].ToString() : null, clock.GetUtcNow()) is { } identity
                ? identity
                : new Problem("accounts.external_refused");
        }

        return query["code"] is [{ Length: > 0 } code]
            ? await client.FinishAsync((OpenIdProvider)provider, pending.Question, code, http.RequestAborted)
            : new Problem("accounts.external_refused");
    }

    private static async Task<IResult> LinkAsync(
        Guid userId,
        ExternalIdentity identity,
        PendingSignIn pending,
        HttpContext http,
        ChangeLogins changeLogins
    )
    {
        if (http.User.FindUserId() != userId)
        {
            // Signed out meanwhile, or somebody else is here now.
            return Back(pending, new Problem("accounts.external_refused"));
        }

        var outcome = await changeLogins.LinkAsync(userId, identity, http.RequestAborted);
        return outcome.Problem is { } problem ? Back(pending, problem) : Results.LocalRedirect("/account/security?done=linked");
    }

    private static async Task<IResult> SignInAsync(
        ExternalIdentity identity,
        PendingSignIn pending,
        HttpContext http,
        ExternalCookie cookie,
        SignInExternally signIn
    )
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var outcome = await signIn.RunAsync(identity, language, http.RequestAborted);
        if (SecondStepCookie.LeadsOn(http, outcome.Problem, pending.ReturnUrl))
        {
            return Results.Empty;
        }

        if (outcome.Problem is { Code: SignInExternally.EmailNeededCode })
        {
            cookie.Keep(http, identity);
            return Results.LocalRedirect(
                pending.ReturnUrl is { } returnUrl
                    ? $"{ExternalPaths.Finish}?returnUrl={Uri.EscapeDataString(returnUrl)}"
                    : ExternalPaths.Finish
            );
        }

        if (!outcome.Succeeded)
        {
            return Back(pending, outcome.Problem!);
        }

        await BrowserSession.StartAsync(http, outcome.Value);
        AfterSignIn.Leave(http, pending.ReturnUrl);
        return Results.Empty;
    }

    private static IResult Back(PendingSignIn pending, Problem problem)
    {
        var path = pending.LinksToUserId is null ? BrowserSession.SignInPath : "/account/security";
        var values = problem.Args.Length > 0 ? $"&with={Uri.EscapeDataString(problem.Args[0].ToString()!)}" : "";
        var returnUrl = pending is { LinksToUserId: null, ReturnUrl: { } wanted } ? $"&returnUrl={Uri.EscapeDataString(wanted)}" : "";
        return Results.LocalRedirect($"{path}?problem={problem.Code}{values}{returnUrl}");
    }
}
