using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.Budgets;

/// <summary>Each account's budgets; the same on every process a moment after a change. Most accounts have none, and then nothing is asked for a call.</summary>
public sealed class LiveBudgets : IDisposable
{
    private readonly HintedCache<IReadOnlyList<AiBudget>> budgets;

    public LiveBudgets(PlatformDb platformDb, Notifications notifications) =>
        budgets = new HintedCache<IReadOnlyList<AiBudget>>((accountId, ct) => LoadAsync(platformDb, accountId, ct)).DropOn(
            notifications,
            Notifications.Ai
        );

    /// <summary>Those that a call takes from, always in the same order.</summary>
    public async ValueTask<IReadOnlyList<AiBudget>> OfAsync(AiCaller caller, CancellationToken ct)
    {
        var all = (await budgets.GetAsync(caller.AccountId, ct))!;
        return all.Count == 0
            ? all
            :
            [
                .. all.Where(budget =>
                    (budget.BotId is null || budget.BotId == caller.BotId) && (!budget.IsPerContact || caller.ContactId is not null)
                ),
            ];
    }

    public void Forget(Guid accountId) => budgets.Drop(accountId);

    public void Dispose() => budgets.Dispose();

    private static async Task<IReadOnlyList<AiBudget>?> LoadAsync(PlatformDb platformDb, Guid accountId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        return await db
            .AiBudgets.AsNoTracking()
            .Where(budget => budget.AccountId == accountId)
            .OrderBy(budget => budget.Id)
            .ToListAsync(ct);
    }
}
