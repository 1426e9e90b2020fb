using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Passkeys;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BotStudio.Web.Accounts.Passkeys;

/// <summary>
/// WebAuthn with the browser (W3C, level 3): what it is asked, and what its answer is worth. A passkey that checked its owner's finger, face or PIN
/// is both steps of signing in at once.
/// </summary>
/// <remarks>What the browser was asked goes with the form, sealed and good for minutes, so that several tabs do not get in each other's way.</remarks>
public sealed class PasskeyCeremony(
    IPasskeyHandler<User> handler,
    UserManager<User> users,
    ChooseAccount chooseAccount,
    ProveIdentity proveIdentity,
    ChangePasskeys changePasskeys,
    IDataProtectionProvider protection,
    TimeProvider clock
)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly Problem Refused = new("auth.passkey_refused");

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("BotStudio.Passkey.v1").ToTimeLimitedDataProtector();

    /// <summary>For signing in with whatever passkey the browser has for this site.</summary>
    public Task<PasskeyOptions> OfferAsync(HttpContext http) => AskAsync(user: null, http);

    /// <summary>For somebody who is signed in to prove once more who they are.</summary>
    public async Task<PasskeyOptions> OfferAsync(HttpContext http, Guid userId) =>
        await AskAsync(await users.FindByIdAsync(userId.ToString()), http);

    /// <summary>For adding one.</summary>
    public async Task<PasskeyOptions> OfferNewAsync(HttpContext http, Guid userId)
    {
        var user = (await users.FindByIdAsync(userId.ToString()))!;
        var asked = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity
            {
                Id = user.Id.ToString(),
                Name = user.Email!,
                DisplayName = user.DisplayName,
            },
            http
        );
        return new PasskeyOptions(asked.CreationOptionsJson, Seal(asked.AttestationState));
    }

    /// <returns>Who it is; <c>auth.passkey_refused</c>; <c>accounts.locked_out</c>; <c>accounts.no_account</c>.</returns>
    public async Task<Outcome<SignedIn>> SignInAsync(HttpContext http, PasskeyInput input) =>
        await CheckAsync(http, input) is not { } user ? Refused
        : user.LockoutEnd > clock.GetUtcNow() ? new Problem("accounts.locked_out", (int)SignIn.Lockout.TotalMinutes)
        : await chooseAccount.RunAsync(user, http.RequestAborted);

    /// <returns><c>auth.passkey_refused</c>, also for somebody else's.</returns>
    public async Task<Outcome> ProveAsync(HttpContext http, PasskeyInput input)
    {
        var user = await CheckAsync(http, input);
        if (user is null || user.Id != http.User.FindUserId())
        {
            return Refused;
        }

        await proveIdentity.MarkAsync(user.Id, http.User.FindSessionId()!.Value, http.RequestAborted);
        return Outcome.Done;
    }

    /// <returns><c>auth.passkey_refused</c>, and what <see cref="ChangePasskeys"/> refuses.</returns>
    public async Task<Outcome> AddAsync(HttpContext http, Guid userId, PasskeyInput input, string? name)
    {
        if (Open(input) is not { } state)
        {
            return Refused;
        }

        var result = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext
            {
                HttpContext = http,
                CredentialJson = input.Credential!,
                AttestationState = state,
            }
        );
        return result.Succeeded && result.UserEntity.Id == userId.ToString()
            ? await changePasskeys.AddAsync(userId, result.Passkey, name, http.RequestAborted)
            : Refused;
    }

    private async Task<PasskeyOptions> AskAsync(User? user, HttpContext http)
    {
        var asked = await handler.MakeRequestOptionsAsync(user!, http);
        return new PasskeyOptions(asked.RequestOptionsJson, Seal(asked.AssertionState));
    }

    private async Task<User?> CheckAsync(HttpContext http, PasskeyInput input)
    {
        if (Open(input) is not { } state)
        {
            return null;
        }

        var result = await handler.PerformAssertionAsync(
            new PasskeyAssertionContext
            {
                HttpContext = http,
                CredentialJson = input.Credential!,
                AssertionState = state,
            }
        );
        if (!result.Succeeded)
        {
            return null;
        }

        // Counts the uses, where the authenticator does: a copy would be noticed.
        await users.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        return result.User;
    }

    private string Seal(string? state) => protector.Protect(state ?? "", Lifetime);

    private string? Open(PasskeyInput input)
    {
        if (string.IsNullOrEmpty(input.Credential) || string.IsNullOrEmpty(input.State))
        {
            return null;
        }

        try
        {
            // The handler throws at what is no JSON at all.
            using var _ = JsonDocument.Parse(input.Credential);
            return protector.Unprotect(input.State);
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or JsonException)
        {
            return null;
        }
    }
}

/// <param name="Json">What the browser is asked (WebAuthn's options as JSON).</param>
/// <param name="State">The same for us, sealed; comes back with the answer.</param>
public sealed record PasskeyOptions(string Json, string State);

/// <summary>What the form brings back.</summary>
public sealed class PasskeyInput
{
    public string? Credential { get; set; }

    public string? State { get; set; }
}

internal static class PasskeysFeature
{
    public static void AddPasskeys(this IServiceCollection services)
    {
        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        services.AddScoped<PasskeyCeremony>();
        services
            .AddOptions<IdentityPasskeyOptions>()
            .Configure<IOptions<SiteOptions>>(
                (options, site) =>
                {
                    options.ServerDomain = site.Value.PublicUrl?.Host;
                    options.UserVerificationRequirement = "required";
                    options.ResidentKeyRequirement = "required";
                }
            );
    }
}
