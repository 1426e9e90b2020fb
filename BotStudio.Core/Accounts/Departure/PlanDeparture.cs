using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Departure;

/// <summary>
/// A user wants to be deleted: they are signed out everywhere, and a job deletes them when the grace period is over, unless they sign in before.
/// The user has just proved who they are.
/// </summary>
/// <returns><c>accounts.sole_owner</c> while others would be left in an account without an owner.</returns>
public sealed class PlanDeparture(PlatformDb platformDb, AccountMails mails, JobQueue queue, TimeProvider clock)
{
    public static readonly TimeSpan Grace = TimeSpan.FromDays(14);

    public async Task<Outcome> RunAsync(Guid userId, CancellationToken ct)
    {
        var leavesAt = clock.GetUtcNow() + Grace;
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.AccountsThatBlockAsync(userId, ct) is { Count: > 0 })
        {
            return new Problem("accounts.sole_owner");
        }

        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(user => user.SetProperty(u => u.LeavesAt, leavesAt), ct);
        await db.Sessions.Where(s => s.UserId == userId).ExecuteDeleteAsync(ct);
        await db.TellAsync(userId, ct);
        await mails.EnqueueAsync(db, userId, new AccountMail("deletion_planned"), ct);
        await queue.EnqueueAsync(db, new NewJob(Guid.Empty, DeleteUser.JobKind, userId.ToByteArray()) { DueAt = leavesAt }, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }

    /// <summary>What would go, by name.</summary>
    public async Task<Losses> FindLossesAsync(Guid userId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var blocking = await db.AccountsThatBlockAsync(userId, ct);
        var alone = await db.AccountsOfAlone(userId).Select(a => a.Name).ToListAsync(ct);
        return new Losses(alone, blocking);
    }
}

/// <param name="Accounts">Accounts that go with the user, who is alone in them.</param>
/// <param name="Blocking">Accounts with others in them, who would be left without an owner.</param>
public sealed record Losses(IReadOnlyList<string> Accounts, IReadOnlyList<string> Blocking);

internal static class OwnedAccounts
{
    public static IQueryable<Account> AccountsOfAlone(this BotStudioDb db, Guid userId) =>
        db.Accounts.Where(a =>
            db.Memberships.Any(m => m.AccountId == a.Id && m.UserId == userId)
            && !db.Memberships.Any(m => m.AccountId == a.Id && m.UserId != userId)
        );

    public static Task<List<string>> AccountsThatBlockAsync(this BotStudioDb db, Guid userId, CancellationToken ct) =>
        db
            .Accounts.Where(a =>
                db.Memberships.Any(m => m.AccountId == a.Id && m.UserId == userId && m.Role == Role.Owner)
                && db.Memberships.Any(m => m.AccountId == a.Id && m.UserId != userId)
                && !db.Memberships.Any(m => m.AccountId == a.Id && m.UserId != userId && m.Role == Role.Owner)
            )
            .Select(a => a.Name)
            .ToListAsync(ct);
}
