using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Emails;

/// <summary>
/// Sets a new password by the link that was sent for it, and signs the user out everywhere. Whoever opened the link reads at the address, so it
/// is confirmed too. A second step, where there is one, is still asked for at the next sign-in.
/// </summary>
/// <returns><c>accounts.link_refused</c>, and the problems of <see cref="PasswordRules"/> at <c>/password</c>, which leave the link good.</returns>
public sealed class ResetPassword(
    PlatformDb platformDb,
    IPasswordHasher<User> hasher,
    AccountMails mails,
    JobQueue queue,
    TimeProvider clock
)
{
    public async Task<Outcome> RunAsync(string? code, string? password, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.FindLinkAsync(LinkPurpose.ResetPassword, code, now, ct) is not { } found)
        {
            return ConfirmEmail.Refused;
        }

        if (PasswordRules.Check(password ?? "", found.Email) is { } problem)
        {
            return problem.At("/password");
        }

        var link = await db.TakeLinkAsync(LinkPurpose.ResetPassword, code, now, ct);
        var user = link is null ? null : await db.Users.SingleOrDefaultAsync(u => u.Id == link.UserId && u.Email == link.Email, ct);
        if (user is null)
        {
            return ConfirmEmail.Refused;
        }

        if (!user.EmailConfirmed)
        {
            // Whoever signed up with this address may have been somebody else, who must not keep a way in.
            await RemoveOtherWaysInAsync(db, user, ct);
        }

        user.PasswordHash = hasher.HashPassword(user, password!);
        user.SecurityStamp = RandomCode.New();
        user.EmailConfirmed = true;
        user.LockoutEnd = null;
        user.AccessFailedCount = 0;
        await db.SaveChangesAsync(ct);
        await db.Sessions.Where(s => s.UserId == user.Id).ExecuteDeleteAsync(ct);
        await db.TellAsync(user.Id, ct);
        await mails.EnqueueAsync(db, user.Id, new AccountMail("password_changed", user.Email!), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }

    private static async Task RemoveOtherWaysInAsync(BotStudioDb db, User user, CancellationToken ct)
    {
        await db.Set<IdentityUserPasskey<Guid>>().Where(p => p.UserId == user.Id).ExecuteDeleteAsync(ct);
        await db.Set<IdentityUserLogin<Guid>>().Where(l => l.UserId == user.Id).ExecuteDeleteAsync(ct);
        await db.RecoveryCodes.Where(c => c.UserId == user.Id).ExecuteDeleteAsync(ct);
        user.TwoFactorEnabled = false;
        user.TotpSecret = null;
    }

    /// <returns>The address that the link is about; null when it would not be taken.</returns>
    public async Task<string?> FindAsync(string? code, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        return (await db.FindLinkAsync(LinkPurpose.ResetPassword, code, clock.GetUtcNow(), ct))?.Email;
    }
}
