using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Audit;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.Budgets;

/// <summary>Sets a budget or changes one. What was used of its day or month stays used.</summary>
/// <returns>
/// <c>forbidden</c> below admin; <c>not_found</c>, also for a bot that is another account's; <c>budgets.amount_range</c>;
/// <c>budgets.cheaper_range</c>; <c>budgets.too_many</c>; <c>document.text_too_long</c>; <c>ai.no_key_for_model</c>.
/// </returns>
public sealed class SaveBudget(AccountDb accountDb, CurrentAccount account, FindRoute routes, LiveBudgets live, TimeProvider clock)
{
    /// <param name="budgetId">Null for a new one.</param>
    public async Task<Outcome<BudgetRow>> RunAsync(Guid? budgetId, BudgetInput input, CancellationToken ct)
    {
        if (!account.May(Permission.ManageAi))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var budget = budgetId is null
            ? new AiBudget(account.Id, clock.GetUtcNow())
            : await db.AiBudgets.SingleOrDefaultAsync(b => b.Id == budgetId, ct);
        if (budget is null)
        {
            return Problem.NotFound;
        }

        if (await MistakeAsync(db, budgetId is null, input, ct) is { } mistake)
        {
            return mistake;
        }

        budget.Set(input);
        if (budgetId is null)
        {
            db.AiBudgets.Add(budget);
        }

        db.Audit(AuditAct.BudgetChanged, "", budget.Id, input.Amount);
        await db.SaveChangesAsync(ct);
        // Of more than before the same marks are reached anew.
        var amount = budget.Amount;
        await db.Database.ExecuteSqlAsync(
            $"""
            update ai_budget_periods set told_percent =
                case when used >= {amount} then 100 when used >= {amount} * 0.8 then 80 when used >= {amount} * 0.5 then 50 else 0 end
            where budget_id = {budget.Id}
            """,
            ct
        );
        await TellAsync(db, ct);
        live.Forget(account.Id);
        return BudgetRow.Of(budget, used: 0);
    }

    private async Task<Problem?> MistakeAsync(BotStudioDb db, bool isNew, BudgetInput input, CancellationToken ct)
    {
        if (input.Amount is <= 0 or > AiBudget.MaxAmount)
        {
            return new Problem("budgets.amount_range").At("/amount");
        }

        if (input.CheaperPercent is <= 100 or > AiBudget.MaxCheaperPercent)
        {
            return new Problem("budgets.cheaper_range", AiBudget.MaxCheaperPercent).At("/cheaperPercent");
        }

        if (input.CheaperModel?.Trim() is { Length: > 0 } cheaper)
        {
            if (cheaper.Length > PromptSettings.MaxModelLength)
            {
                return new Problem("document.text_too_long", PromptSettings.MaxModelLength, cheaper.Length).At("/cheaperModel");
            }

            if (await routes.ForAsync(account.Id, cheaper, ct) is null)
            {
                return new Problem("ai.no_key_for_model", cheaper).At("/cheaperModel");
            }
        }

        if (input.BotId is { } botId && !await db.Bots.AnyAsync(bot => bot.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        return isNew && await db.AiBudgets.CountAsync(ct) >= AiBudget.MaxOfAccount
            ? new Problem("budgets.too_many", AiBudget.MaxOfAccount)
            : null;
    }

    private Task<int> TellAsync(BotStudioDb db, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Ai}, {account.Id.ToString()})", ct);
}

/// <summary>Takes a budget away.</summary>
/// <returns><c>forbidden</c> below admin; <c>not_found</c>.</returns>
public sealed class RemoveBudget(AccountDb accountDb, CurrentAccount account, LiveBudgets live)
{
    public async Task<Outcome> RunAsync(Guid budgetId, CancellationToken ct)
    {
        if (!account.May(Permission.ManageAi))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.AiBudgets.Where(b => b.Id == budgetId).ExecuteDeleteAsync(ct) == 0)
        {
            return Problem.NotFound;
        }

        await db.BudgetReservations.Where(r => r.BudgetId == budgetId).ExecuteDeleteAsync(ct);
        await db.BudgetPeriods.Where(p => p.BudgetId == budgetId).ExecuteDeleteAsync(ct);
        db.Audit(AuditAct.BudgetRemoved, "", budgetId);
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Ai}, {account.Id.ToString()})", ct);
        await transaction.CommitAsync(ct);
        live.Forget(account.Id);
        return Outcome.Done;
    }
}

/// <summary>The account's budgets, and how much of each is used up in its day or month.</summary>
public sealed class ListBudgets(AccountDb accountDb, TimeProvider clock)
{
    public async Task<IReadOnlyList<BudgetRow>> RunAsync(CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var now = clock.GetUtcNow();
        var budgets = await db.AiBudgets.AsNoTracking().OrderBy(b => b.Id).ToListAsync(ct);
        var zone = AccountZone.Of(await db.Accounts.Select(a => a.TimeZone).SingleAsync(ct));
        var starts = budgets.Select(budget => budget.PeriodStart(now, zone)).Distinct().ToList();
        var used = await db
            .BudgetPeriods.Where(p => starts.Contains(p.StartsAt))
            .Select(p => new
            {
                p.BudgetId,
                p.StartsAt,
                p.Used,
            })
            .ToListAsync(ct);
        // What finished calls took and is not added up yet.
        var fresh = await db
            .BudgetReservations.Where(r => r.IsSettled && starts.Contains(r.StartsAt))
            .Select(r => new
            {
                r.BudgetId,
                r.StartsAt,
                Used = r.Amount,
            })
            .ToListAsync(ct);
        return
        [
            .. budgets.Select(budget =>
                BudgetRow.Of(
                    budget,
                    budget.IsPerContact
                        ? 0
                        : used.Concat(fresh)
                            .Where(p => p.BudgetId == budget.Id && p.StartsAt == budget.PeriodStart(now, zone))
                            .Sum(p => p.Used)
                )
            ),
        ];
    }
}

/// <param name="BotId">Null for all bots together.</param>
/// <param name="IsPerContact">Each contact has it for themselves.</param>
/// <param name="Unit">Answers of AI, tokens in and out together, or US dollars.</param>
/// <param name="CheaperModel">Answers when the amount is used up; null for nobody.</param>
/// <param name="CheaperPercent">And until when: percent of the amount, 101 to 1000.</param>
/// <param name="OffersCommands">Then the bot shows its commands, when it has any.</param>
/// <param name="AsksHuman">Then the conversation waits for a person. A polite text is said when nothing else is chosen.</param>
public sealed record BudgetInput(
    Guid? BotId,
    bool IsPerContact,
    BudgetPeriodKind Period,
    BudgetUnit Unit,
    decimal Amount,
    string? CheaperModel = null,
    int CheaperPercent = 120,
    bool OffersCommands = true,
    bool AsksHuman = false
);

/// <param name="Used">In its day or month so far; 0 where each contact has it for themselves.</param>
public sealed record BudgetRow(
    Guid Id,
    Guid? BotId,
    bool IsPerContact,
    BudgetPeriodKind Period,
    BudgetUnit Unit,
    decimal Amount,
    decimal Used,
    string? CheaperModel,
    int CheaperPercent,
    bool OffersCommands,
    bool AsksHuman
)
{
    internal static BudgetRow Of(AiBudget budget, decimal used) =>
        new(
            budget.Id,
            budget.BotId,
            budget.IsPerContact,
            budget.Period,
            budget.Unit,
            budget.Amount,
            used,
            budget.CheaperModel,
            budget.CheaperPercent,
            budget.OffersCommands,
            budget.AsksHuman
        );
}
