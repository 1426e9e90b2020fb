using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Details;

/// <summary>Asks for the account to be deleted with everything in it, after a time in which that can be taken back.</summary>
/// <returns>When it goes; <c>forbidden</c> below owner; <c>members.name_differs</c> when the account's name was not typed as it is.</returns>
public sealed class DeleteAccount(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<Outcome<DateTimeOffset>> RunAsync(string? typedName, CancellationToken ct)
    {
        if (!account.May(Permission.OwnAccount))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var row = await db.Accounts.SingleAsync(ct);
        if (!string.Equals(typedName?.Trim(), row.Name, StringComparison.OrdinalIgnoreCase))
        {
            return new Problem("members.name_differs").At("/name");
        }

        row.DeleteAfterGrace(clock.GetUtcNow());
        db.Audit(AuditAct.AccountDeletionAsked, row.Name, row.Id, $"{row.DeletedFrom:yyyy-MM-dd}");
        await db.SaveChangesAsync(ct);
        return row.DeletedFrom!.Value;
    }
}

/// <summary>Takes that back.</summary>
/// <returns><c>forbidden</c> below owner.</returns>
public sealed class KeepAccount(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(CancellationToken ct)
    {
        if (!account.May(Permission.OwnAccount))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var row = await db.Accounts.SingleAsync(ct);
        row.Keep();
        db.Audit(AuditAct.AccountDeletionCancelled, row.Name, row.Id);
        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }
}
