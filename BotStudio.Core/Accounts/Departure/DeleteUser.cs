using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Accounts.Departure;

/// <summary>
/// The job that deletes a user whose grace period is over, with the accounts they were alone in. What changed meanwhile counts: whoever signed in
/// again stays, and whoever became the only owner of others stays until that is settled.
/// </summary>
public sealed class DeleteUser(
    PlatformDb platformDb,
    EraseAccount erase,
    AccountMails mails,
    JobQueue queue,
    TimeProvider clock,
    ILogger<DeleteUser> log
) : JobHandler(queue)
{
    internal const string JobKind = "accounts.delete_user";

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromDays(1);

    public override string Kind => JobKind;

    /// <summary>Whatever refuses to end may be away for a day.</summary>
    public override JobRules Rules { get; } = new(30, MaxInFlight: 2, TimeSpan.FromMinutes(1), TimeSpan.FromHours(2));

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var userId = new Guid(job.Payload);
        var now = clock.GetUtcNow();
        await using var db = platformDb.Open();
        if (!await db.Users.AnyAsync(u => u.Id == userId && u.LeavesAt <= now, ct))
        {
            return;
        }

        if (await db.AccountsThatBlockAsync(userId, ct) is { Count: > 0 })
        {
            await Queue.PostponeAsync(job, now + LookAgainAfter, ct);
            return;
        }

        foreach (var accountId in await db.AccountsOfAlone(userId).Select(a => a.Id).ToListAsync(ct))
        {
            await erase.RunAsync(accountId, ct);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Written before, while the address is known; sent after.
        await mails.EnqueueAsync(db, userId, new AccountMail("account_deleted"), ct);
        await db.Users.Where(u => u.Id == userId && u.LeavesAt <= now).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        Queue.Wake();
        log.LogInformation("User {UserId} was deleted as they had asked", userId);
    }
}
