using System.ComponentModel;
using System.Security.Claims;
using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Departure;
using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Accounts.External;
using BotStudio.Core.Accounts.Passkeys;
using BotStudio.Core.Accounts.Profile;
using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Accounts.TwoFactor;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Accounts;

/// <summary>What somebody may do with their own user, for programs. What decides who gets in wants a fresh proof: <c>POST /auth/prove</c>.</summary>
public static class ProfileEndpoints
{
    public static void MapOwnProfile(this RouteGroupBuilder auth)
    {
        auth.MapPut("/locale", ChangeLocaleAsync)
            .WithSummary("Language and time zone of pages, e-mails and notices")
            .WithDescription(
                "`locale` is en, uk, ru, pl or de. `timeZone` is an IANA name; leave it out to keep it, empty for the browser's."
            )
            .WithExample("""{"locale":"uk","timeZone":"Europe/Kyiv"}""");
        auth.MapPut("/name", ChangeNameAsync).WithSummary("The name that others see").WithExample("""{"displayName":"Anna"}""");
        auth.MapPost("/prove", ProveAsync)
            .WithSummary("Proves once more who is signed in, for a quarter of an hour")
            .WithDescription("By password or by a code of the authenticator app. Signing in counts as a proof, too.")
            .WithExample("""{"proof":"correct horse battery"}""");
        auth.MapPut("/password", ChangePasswordAsync)
            .WithSummary("Another password; all other sessions end")
            .WithExample("""{"password":"a few words in a row"}""");
        auth.MapPost("/forgot-password", ForgotPasswordAsync)
            .AllowAnonymous()
            .WithSummary("Sends a link for a new password, if anybody has the address; the answer is the same for all")
            .WithExample("""{"email":"anna@example.com"}""");
        auth.MapPost("/reset-password", ResetPasswordAsync)
            .AllowAnonymous()
            .WithSummary("Sets a new password by the code of the link")
            .WithExample("""{"code":"...","password":"a few words in a row"}""");
        auth.MapPost("/confirm-email", ConfirmEmailAsync)
            .AllowAnonymous()
            .WithSummary("Confirms an e-mail address by the code of the link")
            .WithExample("""{"code":"..."}""");
        auth.MapPost("/confirm-email/again", SendConfirmationAsync).WithSummary("Sends the link once more, at most once a minute");
        auth.MapPut("/email", ChangeEmailAsync)
            .WithSummary("Sends a link to a new e-mail address; it changes when the link is opened")
            .WithExample("""{"email":"anna@example.org"}""");
        auth.MapPost("/email/confirm", FinishEmailAsync)
            .AllowAnonymous()
            .WithSummary("Changes the e-mail address by the code of the link")
            .WithExample("""{"code":"..."}""");
        auth.MapGet("/security", SecurityAsync).WithSummary("Password, second step, passkeys and linked providers");
        auth.MapSessions();
        auth.MapTwoFactor();
        auth.MapDelete("/passkeys/{passkey}", RemovePasskeyAsync).WithSummary("Removes a passkey");
        auth.MapDelete("/logins/{provider}", UnlinkAsync).WithSummary("Unlinks a provider");
        auth.MapPost("/export", ExportAsync).WithSummary("Asks for an archive of the user's data; an e-mail says when it is ready");
        auth.MapGet("/export", FindExportAsync).WithSummary("Whether the archive is ready");
        auth.MapDelete("/me", LeaveAsync)
            .WithSummary("Deletes the user in 14 days; signing in before takes it back")
            .WithDescription("With them go the accounts that are theirs alone. Refused while others would be left without an owner.");
    }

    private static void MapSessions(this RouteGroupBuilder auth)
    {
        auth.MapGet("/sessions", ListSessionsAsync).WithSummary("Where the user is signed in");
        auth.MapDelete("/sessions/{session}", EndSessionAsync).WithSummary("Signs the user out in one place");
        auth.MapDelete("/sessions", EndOthersAsync).WithSummary("Signs the user out everywhere but here");
    }

    private static void MapTwoFactor(this RouteGroupBuilder auth)
    {
        auth.MapPost("/two-factor/secret", NewSecret).WithSummary("A new secret for an authenticator app; nothing changes yet");
        auth.MapPut("/two-factor", SwitchOnAsync)
            .WithSummary("Switches the second step on with a code that the app makes of the secret")
            .WithExample("""{"secret":"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP","code":"123456"}""");
        auth.MapDelete("/two-factor", SwitchOffAsync).WithSummary("Switches the second step off");
        auth.MapPost("/two-factor/recovery-codes", NewCodesAsync).WithSummary("New recovery codes; the old ones are worthless");
    }

    private static async Task<Results<NoContent, ProblemResult>> ChangeLocaleAsync(
        LocaleInput input,
        ChangeProfile changeProfile,
        ClaimsPrincipal user,
        CancellationToken ct
    ) =>
        (
            await changeProfile.RunAsync(user.FindUserId()!.Value, new ProfileInput(null, input.Locale ?? "", input.TimeZone), ct)
        ).ToNoContent();

    private static async Task<Results<NoContent, ProblemResult>> ChangeNameAsync(
        NameInput input,
        ChangeProfile changeProfile,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => (await changeProfile.RunAsync(user.FindUserId()!.Value, new ProfileInput(input.DisplayName ?? ""), ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemResult>> ProveAsync(
        ProofInput input,
        ProveIdentity proveIdentity,
        SignInLimits limits,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (limits.Take(http, email: null) is { } tooMany)
        {
            return tooMany.ToResult();
        }

        var (userId, sessionId) = (http.User.FindUserId()!.Value, http.User.FindSessionId()!.Value);
        return (await proveIdentity.RunAsync(userId, sessionId, input.Proof, ct)).ToNoContent();
    }

    private static Task<Results<NoContent, ProblemResult>> ChangePasswordAsync(
        PasswordInput input,
        ChangePassword change,
        HttpContext http,
        CancellationToken ct
    ) => ProvedAsync(http, userId => change.RunAsync(userId, http.User.FindSessionId()!.Value, input.Password, ct));

    private static async Task<Results<Accepted, ProblemResult>> ForgotPasswordAsync(
        EmailInput input,
        AskForPassword ask,
        SignInLimits limits,
        SiteAddress site,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (limits.Take(http, input.Email) is { } tooMany)
        {
            return tooMany.ToResult();
        }

        await ask.RunAsync(input.Email, site.Of(http), ct);
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<NoContent, ProblemResult>> ResetPasswordAsync(
        ResetInput input,
        ResetPassword reset,
        SignInLimits limits,
        HttpContext http,
        CancellationToken ct
    ) =>
        limits.Take(http, email: null) is { } tooMany
            ? tooMany.ToResult()
            : (await reset.RunAsync(input.Code, input.Password, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemResult>> ConfirmEmailAsync(
        CodeInput input,
        ConfirmEmail confirm,
        SignInLimits limits,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (limits.Take(http, email: null) is { } tooMany)
        {
            return tooMany.ToResult();
        }

        var outcome = await confirm.RunAsync(input.Code, ct);
        return outcome.Succeeded ? TypedResults.NoContent() : new ProblemResult(outcome.Problems);
    }

    private static async Task<Results<Accepted, ProblemResult>> SendConfirmationAsync(
        SendConfirmation send,
        SignInLimits limits,
        SiteAddress site,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (limits.Take(http, email: null) is { } tooMany)
        {
            return tooMany.ToResult();
        }

        await send.RunAsync(http.User.FindUserId()!.Value, site.Of(http), ct);
        return TypedResults.Accepted((string?)null);
    }

    private static async Task<Results<NoContent, ProblemResult>> ChangeEmailAsync(
        EmailInput input,
        ChangeEmail change,
        SignInLimits limits,
        SiteAddress site,
        HttpContext http,
        CancellationToken ct
    ) =>
        limits.Take(http, input.Email) is { } tooMany
            ? tooMany.ToResult()
            : await ProvedAsync(http, userId => change.AskAsync(userId, input.Email, site.Of(http), ct));

    private static async Task<Results<NoContent, ProblemResult>> FinishEmailAsync(
        CodeInput input,
        ChangeEmail change,
        SignInLimits limits,
        HttpContext http,
        CancellationToken ct
    ) => limits.Take(http, email: null) is { } tooMany ? tooMany.ToResult() : (await change.FinishAsync(input.Code, ct)).ToNoContent();

    private static async Task<Ok<SecurityAnswer>> SecurityAsync(ReadProfile read, ClaimsPrincipal user, CancellationToken ct)
    {
        var profile = await read.RunAsync(user.FindUserId()!.Value, ct);
        return TypedResults.Ok(
            new SecurityAnswer(profile.HasPassword, profile.HasTwoFactor, profile.RecoveryCodes, profile.Passkeys, profile.Logins)
        );
    }

    private static async Task<Ok<IReadOnlyList<SessionRow>>> ListSessionsAsync(
        ListSessions list,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => TypedResults.Ok(await list.RunAsync(user.FindUserId()!.Value, user.FindSessionId()!.Value, ct));

    private static async Task<Results<NoContent, ProblemResult>> EndSessionAsync(
        Guid session,
        EndSessionsOfUser end,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => (await end.RunAsync(user.FindUserId()!.Value, session, ct)).ToNoContent();

    private static async Task<NoContent> EndOthersAsync(EndSessionsOfUser end, ClaimsPrincipal user, CancellationToken ct)
    {
        await end.RunForOthersAsync(user.FindUserId()!.Value, user.FindSessionId()!.Value, ct);
        return TypedResults.NoContent();
    }

    private static Ok<SecretAnswer> NewSecret(ClaimsPrincipal user)
    {
        var secret = Totp.NewSecret();
        return TypedResults.Ok(new SecretAnswer(secret, Totp.UriOf(secret, user.FindFirstValue(ClaimTypes.Email)!).AbsoluteUri));
    }

    private static async Task<Results<Ok<CodesAnswer>, ProblemResult>> SwitchOnAsync(
        TwoFactorInput input,
        ChangeTwoFactor change,
        HttpContext http,
        CancellationToken ct
    ) =>
        Proof.IsFresh(http)
            ? (await change.SwitchOnAsync(http.User.FindUserId()!.Value, input.Secret, input.Code, ct))
                .To(codes => new CodesAnswer(codes))
                .ToOk()
            : ProveIdentity.Required.ToResult();

    private static Task<Results<NoContent, ProblemResult>> SwitchOffAsync(ChangeTwoFactor change, HttpContext http, CancellationToken ct) =>
        ProvedAsync(http, userId => change.SwitchOffAsync(userId, ct));

    private static async Task<Results<Ok<CodesAnswer>, ProblemResult>> NewCodesAsync(
        ChangeTwoFactor change,
        HttpContext http,
        CancellationToken ct
    ) =>
        Proof.IsFresh(http)
            ? (await change.NewCodesAsync(http.User.FindUserId()!.Value, ct)).To(codes => new CodesAnswer(codes)).ToOk()
            : ProveIdentity.Required.ToResult();

    private static Task<Results<NoContent, ProblemResult>> RemovePasskeyAsync(
        string passkey,
        ChangePasskeys change,
        HttpContext http,
        CancellationToken ct
    ) => ProvedAsync(http, userId => change.RemoveAsync(userId, passkey, ct));

    private static Task<Results<NoContent, ProblemResult>> UnlinkAsync(
        string provider,
        ChangeLogins change,
        HttpContext http,
        CancellationToken ct
    ) => ProvedAsync(http, userId => change.UnlinkAsync(userId, provider, ct));

    private static async Task<Accepted> ExportAsync(RequestExport export, SiteAddress site, HttpContext http, CancellationToken ct)
    {
        await export.RunAsync(http.User.FindUserId()!.Value, site.Of(http), ct);
        return TypedResults.Accepted($"{ApiEndpoints.V1}/auth/export");
    }

    private static async Task<Results<Ok<ExportRow>, ProblemResult>> FindExportAsync(
        RequestExport export,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => await export.FindAsync(user.FindUserId()!.Value, ct) is { } found ? TypedResults.Ok(found) : Problem.NotFound.ToResult();

    private static Task<Results<NoContent, ProblemResult>> LeaveAsync(PlanDeparture departure, HttpContext http, CancellationToken ct) =>
        ProvedAsync(http, userId => departure.RunAsync(userId, ct));

    private static async Task<Results<NoContent, ProblemResult>> ProvedAsync(HttpContext http, Func<Guid, Task<Outcome>> change) =>
        Proof.IsFresh(http) ? (await change(http.User.FindUserId()!.Value)).ToNoContent() : ProveIdentity.Required.ToResult();
}

public sealed record LocaleInput(
    [property: Description("en, uk, ru, pl or de")] string? Locale,
    [property: Description("IANA name, such as Europe/Kyiv")] string? TimeZone = null
);

public sealed record NameInput(string? DisplayName);

public sealed record ProofInput([property: Description("The password, or a code of the authenticator app")] string? Proof);

public sealed record PasswordInput(string? Password);

public sealed record EmailInput(string? Email);

public sealed record CodeInput([property: Description("From the link in the e-mail")] string? Code);

public sealed record ResetInput(string? Code, string? Password);

public sealed record TwoFactorInput(string? Secret, string? Code);

public sealed record SecretAnswer(string Secret, [property: Description("For a QR code")] string Uri);

public sealed record CodesAnswer(
    [property: Description("Shown this once; each opens the account once")] IReadOnlyList<string> RecoveryCodes
);

public sealed record SecurityAnswer(
    bool HasPassword,
    bool HasTwoFactor,
    int RecoveryCodesLeft,
    IReadOnlyList<PasskeyRow> Passkeys,
    IReadOnlyList<LoginRow> Logins
);
