using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Emails;

/// <summary>Another password, or a first one for somebody who signs in by other means. All sessions end but the one that asks.</summary>
/// <returns>The problems of <see cref="PasswordRules"/> at <c>/password</c>.</returns>
public sealed class ChangePassword(PlatformDb platformDb, IPasswordHasher<User> hasher, AccountMails mails, JobQueue queue)
{
    /// <param name="userId">Who has just proved who they are, see <see cref="ProveIdentity"/>.</param>
    public async Task<Outcome> RunAsync(Guid userId, Guid hereId, string? password, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var user = await db.Users.SingleAsync(u => u.Id == userId, ct);
        if (PasswordRules.Check(password ?? "", user.Email) is { } problem)
        {
            return problem.At("/password");
        }

        user.PasswordHash = hasher.HashPassword(user, password!);
        user.SecurityStamp = RandomCode.New();
        await db.SaveChangesAsync(ct);
        await db
            .Sessions.Where(s => s.Id == hereId && s.UserId == userId)
            .ExecuteUpdateAsync(session => session.SetProperty(s => s.SecurityStamp, user.SecurityStamp), ct);
        await db.Sessions.Where(s => s.UserId == userId && s.Id != hereId).ExecuteDeleteAsync(ct);
        await db.OneTimeLinks.Where(l => l.UserId == userId && l.Purpose == LinkPurpose.ResetPassword).ExecuteDeleteAsync(ct);
        await db.TellAsync(userId, ct);
        await mails.EnqueueAsync(db, userId, new AccountMail("password_changed", user.Email!), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }
}
