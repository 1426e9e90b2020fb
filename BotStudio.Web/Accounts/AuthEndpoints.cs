using System.Globalization;
using System.Security.Claims;
using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Accounts.TwoFactor;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Accounts;

/// <summary>Signing up, in and out for programs.</summary>
public static class AuthEndpoints
{
    public static void MapAuth(this RouteGroupBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("Sign-in");
        auth.MapPost("/register", RegisterAsync)
            .AllowAnonymous()
            .WithSummary("Makes a user with an account of their own, and signs them in");
        auth.MapPost("/login", LoginAsync)
            .AllowAnonymous()
            .WithSummary("Signs in with e-mail and password")
            .WithDescription(
                "A user with a second step is answered 401 with the code `auth.two_factor_required` and a `challengeToken` for `/login/two-factor`."
            );
        auth.MapPost("/login/two-factor", FinishLoginAsync)
            .AllowAnonymous()
            .WithSummary("The second step: a code of the authenticator app, or a recovery code")
            .WithExample("""{"challengeToken":"CfDJ8...","code":"123456"}""");
        auth.MapOwnProfile();
        auth.MapPost("/refresh", RefreshAsync)
            .AllowAnonymous()
            .WithSummary("Changes a refresh token for new tokens")
            .WithDescription(
                "A refresh token is good once. One that was used before is refused, and everything that came of its login ends."
            );
        auth.MapPost("/logout", LogoutAsync)
            .AllowAnonymous()
            .WithSummary("Ends the login: its access and refresh tokens stop working at once")
            .WithDescription("Send the access token, or the refresh token in the body when the access token has run out.");
        auth.MapGet("/me", MeAsync).WithSummary("Who is signed in, in which account, with which role");
    }

    private static async Task<Results<Created<Registered>, ProblemResult>> RegisterAsync(
        RegisterInput input,
        SignInLimits limits,
        SignUp signUp,
        IssueTokens issueTokens,
        SendConfirmation sendConfirmation,
        SiteAddress site,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (limits.Take(http, input.Email) is { } problem)
        {
            return problem.ToResult();
        }

        var language = input.Language ?? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var outcome = await signUp.RunAsync(new SignUpInput(input.Email, input.Password, input.DisplayName, language), ct);
        if (!outcome.Succeeded)
        {
            return new ProblemResult(outcome.Problems);
        }

        var tokens = await issueTokens.RunAsync(outcome.Value, DeviceCookie.VisitOfProgram(http), ct);
        await sendConfirmation.RunAsync(outcome.Value.UserId, site.Of(http), ct);
        return TypedResults.Created($"{ApiEndpoints.V1}/auth/me", Registered.From(tokens, outcome.Value));
    }

    private static async Task<Results<Ok<IssuedTokens>, ProblemResult>> LoginAsync(
        LoginInput input,
        SignInLimits limits,
        SignIn signIn,
        IssueTokens issueTokens,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (limits.Take(http, input.Email) is { } problem)
        {
            return problem.ToResult();
        }

        var outcome = await signIn.RunAsync(input.Email, input.Password, ct);
        return outcome.Succeeded
            ? TypedResults.Ok(IssuedTokens.From(await issueTokens.RunAsync(outcome.Value, DeviceCookie.VisitOfProgram(http), ct)))
            : new ProblemResult(outcome.Problems);
    }

    private static async Task<Results<Ok<IssuedTokens>, ProblemResult>> FinishLoginAsync(
        SecondStepInput input,
        SignInLimits limits,
        FinishSignIn finishSignIn,
        IssueTokens issueTokens,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (limits.Take(http, email: null) is { } problem)
        {
            return problem.ToResult();
        }

        var outcome = await finishSignIn.RunAsync(input.ChallengeToken, input.Code, ct);
        return outcome.Succeeded
            ? TypedResults.Ok(IssuedTokens.From(await issueTokens.RunAsync(outcome.Value, DeviceCookie.VisitOfProgram(http), ct)))
            : new ProblemResult(outcome.Problems);
    }

    private static async Task<Results<Ok<IssuedTokens>, ProblemResult>> RefreshAsync(
        RefreshInput input,
        RenewTokens renewTokens,
        CancellationToken ct
    )
    {
        var outcome = await renewTokens.RunAsync(input.RefreshToken ?? "", ct);
        return outcome.Succeeded ? TypedResults.Ok(IssuedTokens.From(outcome.Value)) : new ProblemResult(outcome.Problems);
    }

    private static async Task<Results<NoContent, ProblemResult>> LogoutAsync(
        LogoutInput? input,
        EndSession endSession,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var sessionId = user.FindSessionId();
        if (sessionId is null && string.IsNullOrEmpty(input?.RefreshToken))
        {
            return new Problem("unauthorized").ToResult();
        }

        if (sessionId is { } own)
        {
            await endSession.RunAsync(own, ct);
        }

        if (input?.RefreshToken is { Length: > 0 } refreshToken)
        {
            await endSession.RunAsync(refreshToken, ct);
        }

        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Me>, ProblemResult>> MeAsync(
        EnterAccount enterAccount,
        ClaimsPrincipal principal,
        CancellationToken ct
    ) =>
        await enterAccount.RunAsync(principal.FindSessionId()!.Value, ct) is { } user
            ? TypedResults.Ok(Me.From(user))
            : new Problem("unauthorized").ToResult();
}
