using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Accounts.TwoFactor;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Identity;

namespace BotStudio.Core.Accounts;

/// <summary>
/// Checks an e-mail address and a password. An unknown address and a wrong password look the same and take the same time. After ten wrong
/// passwords in a row the address is locked out for a quarter of an hour, whether anybody has it or not.
/// </summary>
/// <returns>
/// Who it is; <c>accounts.sign_in_failed</c>; <c>accounts.locked_out</c>; <c>auth.two_factor_required</c> with the
/// challenge for <see cref="FinishSignIn"/> as its first value.
/// </returns>
public sealed class SignIn(
    UserManager<User> users,
    IPasswordHasher<User> hasher,
    ChooseAccount chooseAccount,
    FailedTries failedTries,
    SecondSteps secondSteps,
    TimeProvider clock
)
{
    public const int FailuresBeforeLockout = 10;
    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    internal static readonly Problem LockedOut = new("accounts.locked_out", (int)Lockout.TotalMinutes);

    private static readonly Problem Failed = new("accounts.sign_in_failed");

    /// <summary>A hash of nobody's password, to spend the time of checking on.</summary>
    private static string? nobodysHash;

    public async Task<Outcome<SignedIn>> RunAsync(string? email, string? password, CancellationToken ct)
    {
        if (EmailAddress.Parse(email) is not { } address || password is not { Length: > 0 and <= PasswordRules.MaxLength })
        {
            return Failed;
        }

        var user = await users.FindByEmailAsync(address);
        if (user is null)
        {
            return await RefuseNobodyAsync(address, password, ct);
        }

        if (user.LockoutEnd > clock.GetUtcNow())
        {
            return LockedOut;
        }

        if (!await IsPasswordOfAsync(user, password))
        {
            return await failedTries.CountAsync(user.Id, ct) ? LockedOut : Failed;
        }

        return user.TwoFactorEnabled ? secondSteps.Ask(user) : await chooseAccount.RunAsync(user, ct);
    }

    private async Task<Outcome<SignedIn>> RefuseNobodyAsync(string email, string password, CancellationToken ct)
    {
        if (await failedTries.IsLockedAsync(email, ct))
        {
            return LockedOut;
        }

        CheckNobodysPassword(password);
        return await failedTries.CountAsync(email, ct) ? LockedOut : Failed;
    }

    /// <summary>Somebody who signs in by Google alone has no password; finding that out takes as long as finding out that it is wrong.</summary>
    private async Task<bool> IsPasswordOfAsync(User user, string password)
    {
        if (user.PasswordHash is not null)
        {
            return await users.CheckPasswordAsync(user, password);
        }

        CheckNobodysPassword(password);
        return false;
    }

    private void CheckNobodysPassword(string password)
    {
        var nobody = new User();
        nobodysHash ??= hasher.HashPassword(nobody, RandomCode.New());
        hasher.VerifyHashedPassword(nobody, nobodysHash, password);
    }
}
