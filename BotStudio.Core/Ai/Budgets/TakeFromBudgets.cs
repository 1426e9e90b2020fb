using BotStudio.Core.Ai.Models;
using Npgsql;

namespace BotStudio.Core.Ai.Budgets;

/// <summary>
/// Sets aside what a call may take before it is made, under the lock of each budget's day or month. A call is let through while anything is left,
/// and what it may take counts at once: calls that come together overrun by no more than what each of them takes beyond its estimate.
/// </summary>
public sealed class TakeFromBudgets(LiveBudgets live, NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>Longer than any call lives with all its tries.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>More than anybody can use.</summary>
    private const decimal NoEnd = 1_000_000_000_000m;

    // A reservation that is lost with the machine is one that nobody waits for: no need to wait for the disk.
    private const string Hurry = "select set_config('synchronous_commit', 'off', true)";

    private const string Begin = """
        insert into ai_budget_periods (budget_id, contact_id, starts_at, account_id, used, told_percent)
        select budget_id, contact_id, starts_at, $4, 0, 0 from unnest($1, $2, $3) as p (budget_id, contact_id, starts_at)
        order by budget_id, contact_id, starts_at
        on conflict do nothing
        """;

    private const string Lock = """
        select 1 from ai_budget_periods p join unnest($1, $2, $3) as w (budget_id, contact_id, starts_at)
            on p.budget_id = w.budget_id and p.contact_id = w.contact_id and p.starts_at = w.starts_at
        order by p.budget_id, p.contact_id, p.starts_at for update of p
        """;

    /// <summary>The same turn begins anew after a pause, a crash, or a call that was broken off and took nothing.</summary>
    private const string Forget = "delete from ai_reservations where id = $1 and (not is_settled or amount = 0)";

    private const string Take = """
        with wanted as (
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
                as w (budget_id, contact_id, starts_at, unit, amount, cheaper_until, estimate, cheaper_estimate)
        ), spoken_for as (
            select w.*, p.used + coalesce((
                select sum(r.amount) from ai_reservations r
                where r.budget_id = w.budget_id and r.contact_id = w.contact_id and r.starts_at = w.starts_at and (r.is_settled or r.expires_at > $9)
            ), 0) as taken
            from wanted w join ai_budget_periods p on p.budget_id = w.budget_id and p.contact_id = w.contact_id and p.starts_at = w.starts_at
        ), verdict as (
            select bool_and(taken < amount) as is_free, bool_and(taken < greatest(amount, cheaper_until)) as is_cheaper from spoken_for
        ), taken as (
            insert into ai_reservations (id, budget_id, contact_id, starts_at, account_id, unit, amount, is_settled, expires_at)
            select $10, budget_id, contact_id, starts_at, $11, unit, case when is_free then estimate else cheaper_estimate end, false, $12
            from spoken_for cross join verdict where is_free or is_cheaper
            on conflict do nothing
        )
        select budget_id, is_free, is_cheaper, taken < amount, taken < greatest(amount, cheaper_until) from spoken_for cross join verdict
        order by budget_id
        """;

    /// <param name="reservationId">The same for the same turn, however often it is tried.</param>
    /// <param name="estimate">What the call may take, with the model that is meant and with a cheaper one.</param>
    public async ValueTask<Admission> AskAsync(
        AiCaller caller,
        Guid reservationId,
        Func<string?, CancellationToken, ValueTask<CallEstimate>> estimate,
        CancellationToken ct
    )
    {
        var (zone, budgets) = await live.OfAsync(caller, ct);
        if (budgets.Count == 0)
        {
            return Admission.Unlimited;
        }

        var cheaper = budgets.FirstOrDefault(budget => budget.CheaperModel is not null)?.CheaperModel;
        var full = await estimate(null, ct);
        var small = cheaper is null ? full : await estimate(cheaper, ct);
        var now = clock.GetUtcNow();
        var wanted = budgets
            .Select(budget => new Wanted(
                budget,
                budget.IsPerContact ? caller.ContactId!.Value : Guid.Empty,
                budget.PeriodStart(now, zone),
                full.In(budget.Unit),
                small.In(budget.Unit)
            ))
            .ToList();

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Hurry));
        batch.BatchCommands.Add(Keys(Begin, wanted, new NpgsqlParameter<Guid> { TypedValue = caller.AccountId }));
        batch.BatchCommands.Add(Keys(Lock, wanted));
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(Forget) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = reservationId } } }
        );
        batch.BatchCommands.Add(TakeCommand(caller, reservationId, wanted, now));

        await using var rows = await batch.ExecuteReaderAsync(ct);
        // What was set and what was locked; the others say nothing.
        await rows.NextResultAsync(ct);
        await rows.NextResultAsync(ct);
        return await ReadAsync(rows, budgets, reservationId, ct);
    }

    private static async Task<Admission> ReadAsync(
        NpgsqlDataReader rows,
        IReadOnlyList<AiBudget> budgets,
        Guid reservationId,
        CancellationToken ct
    )
    {
        var (isFree, isCheaper) = (true, true);
        AiBudget? usedUp = null;
        AiBudget? wholly = null;
        while (await rows.ReadAsync(ct))
        {
            var budget = budgets.Single(each => each.Id == rows.GetGuid(0));
            (isFree, isCheaper) = (rows.GetBoolean(1), rows.GetBoolean(2));
            usedUp ??= rows.GetBoolean(3) ? null : budget;
            wholly ??= rows.GetBoolean(4) ? null : budget;
        }

        return isFree ? new Admission(reservationId, null, null)
            : isCheaper ? new Admission(reservationId, usedUp!.CheaperModel, null)
            : new Admission(null, null, wholly);
    }

    private static NpgsqlBatchCommand TakeCommand(AiCaller caller, Guid reservationId, List<Wanted> wanted, DateTimeOffset now)
    {
        var command = Keys(Take, wanted);
        var parameters = command.Parameters;
        parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. wanted.Select(w => (short)w.Budget.Unit)] });
        parameters.Add(
            new NpgsqlParameter<decimal[]> { TypedValue = [.. wanted.Select(w => IsAdmitted(caller, w.Budget) ? NoEnd : w.Budget.Amount)] }
        );
        parameters.Add(
            new NpgsqlParameter<decimal[]>
            {
                TypedValue = [.. wanted.Select(w => w.Budget.CheaperModel is null ? 0 : w.Budget.Amount * w.Budget.CheaperPercent / 100)],
            }
        );
        parameters.Add(new NpgsqlParameter<decimal[]> { TypedValue = [.. wanted.Select(w => w.Estimate)] });
        parameters.Add(new NpgsqlParameter<decimal[]> { TypedValue = [.. wanted.Select(w => w.CheaperEstimate)] });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = reservationId });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = caller.AccountId });
        parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now + Lifetime });
        return command;
    }

    /// <summary>An answer that took one of those there are when it began is not broken off halfway for the lack of another.</summary>
    private static bool IsAdmitted(AiCaller caller, AiBudget budget) => caller.GoesOn && budget.Unit == BudgetUnit.Messages;

    private static NpgsqlBatchCommand Keys(string sql, List<Wanted> wanted, params NpgsqlParameter[] more)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. wanted.Select(w => w.Budget.Id)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. wanted.Select(w => w.ContactId)] });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. wanted.Select(w => w.StartsAt)] });
        foreach (var parameter in more)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private sealed record Wanted(AiBudget Budget, Guid ContactId, DateTimeOffset StartsAt, decimal Estimate, decimal CheaperEstimate);
}

/// <summary>Whether a call may be made, and with which model.</summary>
/// <param name="ReservationId">What was set aside, to be settled with what the call really took; null when nothing was.</param>
/// <param name="CheaperModel">To be asked instead; null for the one that was meant.</param>
/// <param name="UsedUp">The budget that lets nobody be asked; null when somebody may be.</param>
public sealed record Admission(Guid? ReservationId, string? CheaperModel, AiBudget? UsedUp)
{
    public static readonly Admission Unlimited = new(null, null, null);
}

/// <summary>What a call may take at most, as far as one can tell before it is made.</summary>
/// <param name="Dollars">0 when nobody knows the price.</param>
public sealed record CallEstimate(int Tokens, decimal Dollars)
{
    /// <summary>0 for what is only on the way to an answer.</summary>
    public int Answers { get; init; } = 1;

    public static CallEstimate Of(AiQuestion question, ModelLimits model, ModelPrice? price)
    {
        var tokensIn = FitContext.Tokens(question, text => TokenCount.Estimate(text, model.Vocabulary));
        var tokensOut = Math.Min(question.MaxOutputTokens ?? PromptLimits.UsualAnswerTokens, model.MaxOutputTokens);
        return new CallEstimate(tokensIn + tokensOut, price?.CostOf(tokensIn, 0, tokensOut) ?? 0);
    }

    public decimal In(BudgetUnit unit) =>
        unit switch
        {
            BudgetUnit.Messages => Answers,
            BudgetUnit.Tokens => Tokens,
            _ => Dollars,
        };
}
