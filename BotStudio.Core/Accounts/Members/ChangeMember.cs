using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Members;

/// <summary>Gives a member another role, from their next click on. Nobody gives more than they have, or changes somebody above them.</summary>
/// <returns><c>forbidden</c> below admin; <c>not_found</c>; <c>members.role_too_high</c>; <c>members.last_owner</c>.</returns>
public sealed class ChangeRole(AccountDb accountDb, CurrentAccount account, JobQueue queue)
{
    public async Task<Outcome> RunAsync(Guid userId, Role role, CancellationToken ct)
    {
        if (!account.May(Permission.ManageMembers))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Owners.LockAsync(db, account.Id, ct);
        if (await db.Memberships.SingleOrDefaultAsync(m => m.UserId == userId, ct) is not { } member)
        {
            return Problem.NotFound;
        }

        if (!Enum.IsDefined(role) || role > account.Role || member.Role > account.Role)
        {
            return new Problem("members.role_too_high");
        }

        if (member.Role == Role.Owner && role != Role.Owner && await Owners.IsLastAsync(db, ct))
        {
            return new Problem("members.last_owner");
        }

        var name = await db.Users.Where(u => u.Id == userId).Select(u => u.DisplayName).SingleAsync(ct);
        member.Change(role);
        db.Audit(AuditAct.RoleChanged, name, userId, role);
        await db.SaveChangesAsync(ct);
        await queue.EnqueueAsync(db, TeamNews.JobOf(account.Id, TeamChange.RoleChanged, name, userId, role), ct);
        await db.TellAsync(userId, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }
}

/// <summary>Takes a member out of the account. What they made stays.</summary>
/// <returns><c>forbidden</c> below admin; <c>not_found</c>; <c>members.role_too_high</c>; <c>members.leave_instead</c> for oneself.</returns>
public sealed class RemoveMember(AccountDb accountDb, CurrentAccount account, JobQueue queue)
{
    public async Task<Outcome> RunAsync(Guid userId, CancellationToken ct)
    {
        if (!account.May(Permission.ManageMembers))
        {
            return Problem.Forbidden;
        }

        if (userId == account.UserId)
        {
            return new Problem("members.leave_instead");
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Owners.LockAsync(db, account.Id, ct);
        if (await db.Memberships.SingleOrDefaultAsync(m => m.UserId == userId, ct) is not { } member)
        {
            return Problem.NotFound;
        }

        if (member.Role > account.Role)
        {
            return new Problem("members.role_too_high");
        }

        if (member.Role == Role.Owner && await Owners.IsLastAsync(db, ct))
        {
            return new Problem("members.last_owner");
        }

        var name = await db.Users.Where(u => u.Id == userId).Select(u => u.DisplayName).SingleAsync(ct);
        db.Memberships.Remove(member);
        db.Audit(AuditAct.MemberRemoved, name, userId, member.Role);
        await db.SaveChangesAsync(ct);
        await queue.EnqueueAsync(db, TeamNews.JobOf(account.Id, TeamChange.Removed, name, userId, member.Role), ct);
        await db.TellAsync(userId, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }
}

/// <summary>Goes out of the account oneself. An account is never left without an owner.</summary>
/// <returns><c>members.last_owner</c>; <c>not_found</c> for nobody.</returns>
public sealed class LeaveAccount(AccountDb accountDb, CurrentAccount account, JobQueue queue)
{
    public async Task<Outcome> RunAsync(CancellationToken ct)
    {
        var userId = account.UserId;
        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Owners.LockAsync(db, account.Id, ct);
        if (await db.Memberships.SingleOrDefaultAsync(m => m.UserId == userId, ct) is not { } member)
        {
            return Problem.NotFound;
        }

        if (member.Role == Role.Owner && await Owners.IsLastAsync(db, ct))
        {
            return new Problem("members.last_owner");
        }

        var name = await db.Users.Where(u => u.Id == userId).Select(u => u.DisplayName).SingleAsync(ct);
        db.Audit(AuditAct.MemberLeft, name, userId, member.Role);
        db.Memberships.Remove(member);
        await db.SaveChangesAsync(ct);
        await queue.EnqueueAsync(db, TeamNews.JobOf(account.Id, TeamChange.Left, name, member.UserId, member.Role), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        account.Leave();
        return Outcome.Done;
    }
}

/// <summary>Hands the account to another member, who becomes its owner; the one before stays as an admin.</summary>
/// <returns><c>forbidden</c> below owner; <c>not_found</c>; <c>members.name_differs</c> when the account's name was not typed as it is.</returns>
public sealed class TransferAccount(AccountDb accountDb, CurrentAccount account, JobQueue queue)
{
    /// <param name="typedName">The account's name, typed to show that this is meant.</param>
    public async Task<Outcome> RunAsync(Guid userId, string? typedName, CancellationToken ct)
    {
        if (!account.May(Permission.OwnAccount))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Owners.LockAsync(db, account.Id, ct);
        var next = await db.Memberships.SingleOrDefaultAsync(m => m.UserId == userId, ct);
        if (next is null || userId == account.UserId)
        {
            return Problem.NotFound;
        }

        var accountName = await db.Accounts.Select(a => a.Name).SingleAsync(ct);
        if (!string.Equals(typedName?.Trim(), accountName, StringComparison.OrdinalIgnoreCase))
        {
            return new Problem("members.name_differs").At("/name");
        }

        var name = await db.Users.Where(u => u.Id == userId).Select(u => u.DisplayName).SingleAsync(ct);
        next.Change(Role.Owner);
        if (await db.Memberships.SingleOrDefaultAsync(m => m.UserId == account.UserId, ct) is { } before)
        {
            before.Change(Role.Admin);
        }

        db.Audit(AuditAct.OwnershipTransferred, name, userId);
        await db.SaveChangesAsync(ct);
        await queue.EnqueueAsync(db, TeamNews.JobOf(account.Id, TeamChange.OwnershipTransferred, name, userId, Role.Owner), ct);
        await db.TellAsync(userId, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return Outcome.Done;
    }
}

/// <summary>That there is always one.</summary>
internal static class Owners
{
    /// <summary>Lets changes of a team take turns: two owners who leave at once would both see the other.</summary>
    public static Task<int> LockAsync(BotStudioDb db, Guid accountId, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({accountId.ToString()}, 0))", ct);

    public static async Task<bool> IsLastAsync(BotStudioDb db, CancellationToken ct) =>
        await db.Memberships.CountAsync(m => m.Role == Role.Owner, ct) <= 1;
}
