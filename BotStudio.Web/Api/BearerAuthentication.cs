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
    EnterWithToken enterWithToken
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

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

        if (await enterWithToken.RunAsync(token, Context.RequestAborted) is not { } user)
        {
            return AuthenticateResult.Fail("The access token does not open anything.");
        }

        return AuthenticateResult.Success(new AuthenticationTicket(user.ToPrincipal(SchemeName), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return new Problem("unauthorized").ToResult().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problem.Forbidden.ToResult().ExecuteAsync(Context);
}
