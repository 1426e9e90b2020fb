using System.Linq.Expressions;
using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>Adds to a contact's balance or takes from it, with a line in the ledger that says why.</summary>
/// <returns>
/// The line; <c>not_found</c>; <c>forbidden</c> below editor; <c>contacts.balance_zero</c>, <c>contacts.balance_decimals</c>,
/// <c>contacts.balance_range</c>, <c>contacts.balance_reason_missing</c>, <c>contacts.balance_reason_too_long</c>.
/// </returns>
public sealed class ChangeBalance(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    /// <summary>Of a balance, those behind the point among them.</summary>
    public const int Digits = 18;

    public const int Decimals = 4;

    /// <summary>The largest balance and the largest change, either way.</summary>
    public const decimal Most = 99_999_999_999m;

    public async Task<Outcome<BalanceRow>> RunAsync(Guid botId, Guid contactId, BalanceInput input, CancellationToken ct)
    {
        if (!account.May(Permission.ChangeBalances))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // Locked, so that of two changes at once each adds to what the other left.
        var contact = await db
            .Contacts.FromSql($"select * from contacts where id = {contactId} and bot_id = {botId} for no key update")
            .AsNoTracking()
            .SingleOrDefaultAsync(ct);
        if (contact is null)
        {
            return Problem.NotFound;
        }

        var reason = StoredText.Clean(input.Reason ?? "").Trim();
        if (Check(input.Amount, contact.Balance + Math.Clamp(input.Amount, -Most, Most), reason) is { } problem)
        {
            return problem;
        }

        var now = clock.GetUtcNow();
        var line = new BalanceChange(contact, input.Amount, reason, account.UserId, now);
        db.BalanceChanges.Add(line);
        await db.SaveChangesAsync(ct);
        await db.Contacts.Where(c => c.Id == contactId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Balance, line.BalanceAfter), ct);
        await transaction.CommitAsync(ct);
        return await db.LedgerWhere(l => l.Id == line.Id).SingleAsync(CancellationToken.None);
    }

    private static Problem? Check(decimal amount, decimal after, string reason) =>
        amount == 0 ? new Problem("contacts.balance_zero").At("/amount")
        : Math.Abs(amount) > Most || Math.Abs(after) > Most ? new Problem("contacts.balance_range", Most).At("/amount")
        : decimal.Round(amount, Decimals) != amount ? new Problem("contacts.balance_decimals", Decimals).At("/amount")
        : reason.Length == 0 ? new Problem("contacts.balance_reason_missing").At("/reason")
        : reason.Length > BalanceChange.MaxReasonLength
            ? new Problem("contacts.balance_reason_too_long", BalanceChange.MaxReasonLength).At("/reason")
        : null;
}

/// <param name="Amount">What is added; negative takes away. At most four decimals.</param>
/// <param name="Reason">1 to 200 characters, for the ledger.</param>
public sealed record BalanceInput(decimal Amount, string? Reason);

/// <param name="ChangedBy">Name of the user; null for a program, or when the user is gone.</param>
public sealed record BalanceRow(Guid Id, decimal Amount, decimal BalanceAfter, string Reason, string? ChangedBy, DateTimeOffset CreatedAt);

internal static class LedgerQuery
{
    /// <summary>The latest first.</summary>
    public static IQueryable<BalanceRow> LedgerWhere(this BotStudioDb db, Expression<Func<BalanceChange, bool>> wanted) =>
        from line in db.BalanceChanges.Where(wanted)
        orderby line.Id descending
        select new BalanceRow(
            line.Id,
            line.Amount,
            line.BalanceAfter,
            line.Reason,
            db.Users.Where(user => user.Id == line.ChangedById).Select(user => user.DisplayName).FirstOrDefault(),
            line.CreatedAt
        );
}
