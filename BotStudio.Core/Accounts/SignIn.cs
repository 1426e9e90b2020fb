using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>
/// Checks an e-mail address and a password. An unknown address and a wrong password look the same and take the same time. After ten wrong
/// passwords in a row the user is locked out for a quarter of an hour.
/// </summary>
/// <returns>Who it is; <c>accounts.sign_in_failed</c>; <c>accounts.locked_out</c>; <c>accounts.no_account</c>.</returns>
public sealed class SignIn(UserManager<User> users, PlatformDb platformDb, IPasswordHasher<User> hasher, TimeProvider clock)
{
    public const int FailuresBeforeLockout = 10;
    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(15);

    private static readonly Problem Failed = new("accounts.sign_in_failed");
    private static readonly Problem LockedOut = new("accounts.locked_out", (int)Lockout.TotalMinutes);

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
            CheckNobodysPassword(password);
            return Failed;
        }

        if (user.LockoutEnd > clock.GetUtcNow())
        {
            return LockedOut;
        }

        if (!await users.CheckPasswordAsync(user, password))
        {
            return await CountFailureAsync(user.Id, ct) ? LockedOut : Failed;
        }

        return await ChooseAccountAsync(user, ct);
    }

    private void CheckNobodysPassword(string password)
    {
        var nobody = new User();
        nobodysHash ??= hasher.HashPassword(nobody, RandomCode.New());
        hasher.VerifyHashedPassword(nobody, nobodysHash, password);
    }

    /// <summary>In the database alone: Identity's own counter loses failures that arrive at the same time.</summary>
    /// <returns>True when this one was too many.</returns>
    private async Task<bool> CountFailureAsync(Guid userId, CancellationToken ct)
    {
        var until = clock.GetUtcNow() + Lockout;
        await using var db = platformDb.Open();
        await db
            .Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(
                user =>
                    user.SetProperty(u => u.LockoutEnd, u => u.AccessFailedCount + 1 >= FailuresBeforeLockout ? until : u.LockoutEnd)
                        .SetProperty(
                            u => u.AccessFailedCount,
                            u => u.AccessFailedCount + 1 >= FailuresBeforeLockout ? 0 : u.AccessFailedCount + 1
                        ),
                ct
            );
        return await db.Users.AnyAsync(u => u.Id == userId && u.LockoutEnd == until, ct);
    }

    /// <summary>In the account the user has belonged to longest.</summary>
    private async Task<Outcome<SignedIn>> ChooseAccountAsync(User user, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        if (user.AccessFailedCount > 0)
        {
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(u => u.SetProperty(each => each.AccessFailedCount, 0), ct);
        }

        var accountId = await db
            .Memberships.Where(m => m.UserId == user.Id)
            .OrderBy(m => m.CreatedAt)
            .Select(m => (Guid?)m.AccountId)
            .FirstOrDefaultAsync(ct);
        return accountId is { } chosen ? new SignedIn(user.Id, chosen, user.SecurityStamp!) : new Problem("accounts.no_account");
    }
}
