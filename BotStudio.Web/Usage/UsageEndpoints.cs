using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Accounts.Profile;
using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Usage;

/// <summary><c>/api/v1/usage</c>: what AI took and cost; <c>/api/v1/budgets</c>: how much it may.</summary>
public static class UsageEndpoints
{
    private const string Example =
        """{"botId":null,"isPerContact":false,"period":"month","unit":"dollars","amount":25,"cheaperModel":"gpt-4o-mini","cheaperPercent":120,"offersCommands":true,"asksHuman":false}""";

    public static void MapUsage(this RouteGroupBuilder api)
    {
        api.MapGet("/usage", ReadAsync)
            .Requires(Permission.ViewUsage)
            .WithTags("Usage")
            .WithSummary("Read usage and cost")
            .WithDescription(
                "Today, this month with a forecast, and the days from `from` to `to` (this month when left out, at most a year), whose midnights are those "
                    + "of `zone` (IANA; the account's when left out), by bot, model and kind, with the messages that bots handled. Costs are US dollars, not rounded, by the price valid at the moment of each call."
            );

        var budgets = api.MapGroup("/budgets").WithTags("Usage").Requires(Permission.ViewUsage);
        budgets
            .MapGet("", ListAsync)
            .WithSummary("List limits")
            .WithDescription(
                "With what is used up of each in its day or month, which begin at the midnights of the account's time zone. `unit` is messages, tokens or dollars."
            );
        budgets
            .MapPost("", AddAsync)
            .Requires(Permission.ManageAi)
            .WithSummary("Set a limit")
            .WithDescription(
                "It holds before a model is asked. At its end a cheaper model goes on, the bot shows its commands, a person is asked; the last step is always a polite text."
            )
            .WithExample(Example);
        budgets
            .MapPut("/{budgetId:guid}", SaveAsync)
            .Requires(Permission.ManageAi)
            .WithSummary("Change a limit")
            .WithDescription("What is used up stays used up.")
            .WithExample(Example);
        budgets.MapDelete("/{budgetId:guid}", RemoveAsync).Requires(Permission.ManageAi).WithSummary("Remove a limit");
    }

    private static async Task<Results<Ok<UsageReport>, ProblemResult>> ReadAsync(
        ReadUsage read,
        AccountZone zones,
        CancellationToken ct,
        DateOnly? from = null,
        DateOnly? to = null,
        string? zone = null
    )
    {
        var wanted = string.IsNullOrEmpty(zone) ? await zones.FindAsync(ct) : TimeZones.Find(zone);
        return wanted is null
            ? new Problem("conversations.unknown_zone", zone!).At("/zone").ToResult()
            : (await read.RunAsync(wanted, from, to, ct)).ToOk();
    }

    private static async Task<Ok<IReadOnlyList<BudgetRow>>> ListAsync(ListBudgets list, CancellationToken ct) =>
        TypedResults.Ok(await list.RunAsync(ct));

    private static async Task<Results<Ok<BudgetRow>, ProblemResult>> AddAsync(BudgetInput input, SaveBudget save, CancellationToken ct) =>
        (await save.RunAsync(null, input, ct)).ToOk();

    private static async Task<Results<Ok<BudgetRow>, ProblemResult>> SaveAsync(
        Guid budgetId,
        BudgetInput input,
        SaveBudget save,
        CancellationToken ct
    ) => (await save.RunAsync(budgetId, input, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(Guid budgetId, RemoveBudget remove, CancellationToken ct) =>
        (await remove.RunAsync(budgetId, ct)).ToNoContent();
}
