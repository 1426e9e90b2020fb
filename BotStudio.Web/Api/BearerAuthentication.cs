using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using BotStudio.Core.Accounts;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace BotStudio.Web.Api;

/// <summary><c>Authorization: Bearer (access token)</c>: the only way into the API, so that no other site's page can use a browser's cookie for it.</summary>
internal sealed class BearerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    EnterWithToken enterWithToken,
    CurrentAccount account
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    /// <summary>Names the account by its id, where the user belongs to several; without it, it is the one that the session was in last.</summary>
    public const string AccountHeader = "BotStudio-Account";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (
            !AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, SchemeName, StringComparison.OrdinalIgnoreCase)
            || header.Parameter is not { Length: > 0 } token
        )
        {
            return AuthenticateResult.NoResult();
        }

        var wanted = Guid.TryParse(Request.Headers[AccountHeader], out var accountId) ? WantedAccount.Only(accountId) : null;
        if (await enterWithToken.RunAsync(token, Context.RequestAborted, wanted) is not { } user)
        {
            return AuthenticateResult.Fail("The access token does not open anything.");
        }

        account.From = Visitor.OriginOf(Context, isProgram: true);
        return AuthenticateResult.Success(new AuthenticationTicket(user.ToPrincipal(SchemeName, account.From), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return new Problem("unauthorized").ToResult().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problem.Forbidden.ToResult().ExecuteAsync(Context);
}
