using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.Budgets;

/// <summary>Each account's budgets; the same on every process a moment after a change. Most accounts have none, and then nothing is asked for a call.</summary>
public sealed class LiveBudgets : IDisposable
{
    private readonly HintedCache<AccountBudgets> budgets;

    public LiveBudgets(PlatformDb platformDb, Notifications notifications) =>
        budgets = new HintedCache<AccountBudgets>((accountId, ct) => LoadAsync(platformDb, accountId, ct)).DropOn(
            notifications,
            Notifications.Ai
        );

    /// <summary>Those that a call takes from, always in the same order.</summary>
    public async ValueTask<AccountBudgets> OfAsync(AiCaller caller, CancellationToken ct)
    {
        var account = (await budgets.GetAsync(caller.AccountId, ct))!;
        return account.Budgets.Count == 0
            ? account
            : account with
            {
                Budgets =
                [
                    .. account.Budgets.Where(budget =>
                        (budget.BotId is null || budget.BotId == caller.BotId) && (!budget.IsPerContact || caller.ContactId is not null)
                    ),
                ],
            };
    }

    public void Forget(Guid accountId) => budgets.Drop(accountId);

    public void Dispose() => budgets.Dispose();

    private static async Task<AccountBudgets?> LoadAsync(PlatformDb platformDb, Guid accountId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var zone = await db.Accounts.Where(account => account.Id == accountId).Select(account => account.TimeZone).SingleOrDefaultAsync(ct);
        var all = await db
            .AiBudgets.AsNoTracking()
            .Where(budget => budget.AccountId == accountId)
            .OrderBy(budget => budget.Id)
            .ToListAsync(ct);
        return new AccountBudgets(AccountZone.Of(zone ?? ""), all);
    }
}

/// <param name="Zone">Whose midnights their days and months begin at.</param>
public sealed record AccountBudgets(TimeZoneInfo Zone, IReadOnlyList<AiBudget> Budgets);
