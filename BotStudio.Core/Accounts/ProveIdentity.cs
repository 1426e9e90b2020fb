using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Accounts.TwoFactor;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>
/// Before something that matters, whoever holds a session proves once more who they are: by password, by the code of their app, or by a passkey.
/// That is good for a quarter of an hour.
/// </summary>
/// <returns><c>accounts.proof_failed</c>; <c>accounts.locked_out</c>.</returns>
public sealed class ProveIdentity(
    PlatformDb platformDb,
    UserManager<User> users,
    SecondSteps secondSteps,
    FailedTries failedTries,
    TimeProvider clock
)
{
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(15);

    public static readonly Problem Required = new("auth.proof_required");

    public static bool IsFresh(DateTimeOffset provedAt, DateTimeOffset now) => now - provedAt < GoodFor;

    /// <param name="proof">A password, or a code of six digits from the app.</param>
    public async Task<Outcome> RunAsync(Guid userId, Guid hereId, string? proof, CancellationToken ct)
    {
        var user = await users.FindByIdAsync(userId.ToString());
        if (user is null || user.LockoutEnd > clock.GetUtcNow())
        {
            return SignIn.LockedOut;
        }

        var given = proof ?? "";
        var isRight =
            (
                user.PasswordHash is not null
                && given.Length is > 0 and <= PasswordRules.MaxLength
                && await users.CheckPasswordAsync(user, given)
            ) || (user.TwoFactorEnabled && await secondSteps.TakeTotpAsync(user, given, ct));
        if (!isRight)
        {
            return await failedTries.CountAsync(userId, ct) ? SignIn.LockedOut : new Problem("accounts.proof_failed").At("/password");
        }

        await MarkAsync(userId, hereId, ct);
        return Outcome.Done;
    }

    /// <summary>A passkey proved it.</summary>
    public async Task MarkAsync(Guid userId, Guid hereId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = platformDb.Open();
        await db
            .Sessions.Where(s => s.Id == hereId && s.UserId == userId)
            .ExecuteUpdateAsync(session => session.SetProperty(s => s.ProvedAt, now), ct);
    }
}
