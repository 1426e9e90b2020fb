using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.TwoFactor;

/// <summary>Answers the challenge of <see cref="SignIn"/> with a code of the authenticator app or with a recovery code.</summary>
/// <returns>Who it is; <c>auth.challenge_refused</c>; <c>auth.code_wrong</c>; <c>accounts.locked_out</c>.</returns>
public sealed class FinishSignIn(
    PlatformDb platformDb,
    SecondSteps secondSteps,
    ChooseAccount chooseAccount,
    FailedTries failedTries,
    TimeProvider clock
)
{
    public static readonly Problem ChallengeRefused = new("auth.challenge_refused");

    public async Task<Outcome<SignedIn>> RunAsync(string? challenge, string? code, CancellationToken ct)
    {
        if (secondSteps.Open(challenge) is not var (userId, stamp))
        {
            return ChallengeRefused;
        }

        var user = await FindAsync(userId, stamp, ct);
        if (user is null)
        {
            return ChallengeRefused;
        }

        if (user.LockoutEnd > clock.GetUtcNow())
        {
            return SignIn.LockedOut;
        }

        if (!await secondSteps.TakeTotpAsync(user, code, ct) && !await secondSteps.TakeRecoveryCodeAsync(user, code, ct))
        {
            return await failedTries.CountAsync(user.Id, ct) ? SignIn.LockedOut : new Problem("auth.code_wrong").At("/code");
        }

        return await chooseAccount.RunAsync(user, ct);
    }

    /// <summary>Whether a challenge still waits for its answer.</summary>
    public bool IsGood(string? challenge) => secondSteps.Open(challenge) is not null;

    private async Task<User?> FindAsync(Guid userId, string stamp, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        return await db
            .Users.AsNoTracking()
            .SingleOrDefaultAsync(u => u.Id == userId && u.SecurityStamp == stamp && u.TwoFactorEnabled, ct);
    }
}
