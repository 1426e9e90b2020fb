using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Details;

/// <summary>Says after how many days messages are deleted. What is older goes within the hour.</summary>
/// <returns><c>forbidden</c> below admin; <c>details.retention_range</c>.</returns>
public sealed class ChangeRetention(AccountDb accountDb, CurrentAccount account)
{
    public const int FewestDays = 7;
    public const int MostDays = 3650;

    /// <param name="days">Null keeps messages as long as the account is there.</param>
    public async Task<Outcome> RunAsync(int? days, CancellationToken ct)
    {
        if (!account.May(Permission.ManageAccount))
        {
            return Problem.Forbidden;
        }

        if (days is < FewestDays or > MostDays)
        {
            return new Problem("details.retention_range", FewestDays, MostDays).At("/keepMessagesDays");
        }

        await using var db = await accountDb.OpenAsync(ct);
        var row = await db.Accounts.SingleAsync(ct);
        row.KeepMessagesFor(days);
        db.Audit(AuditAct.RetentionChanged, row.Name, row.Id, days is { } number ? number : "∞");
        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }
}

/// <summary>How many messages are older than that: what a shorter time would delete.</summary>
public sealed class CountOldMessages(AccountDb accountDb, TimeProvider clock)
{
    public async Task<long> RunAsync(int days, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromDays(days);
        await using var db = await accountDb.OpenAsync(ct);
        // The table by its name: messages are above accounts.
        var counts = await db
            .Database.SqlQuery<long>(
                $"select count(*) as \"Value\" from messages where account_id = {db.AccountId} and created_at < {before}"
            )
            .ToListAsync(ct);
        return counts[0];
    }
}
