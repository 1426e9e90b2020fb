using BotStudio.Core.Bots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Ai.Budgets;

/// <summary>
/// Adds what finished calls took to their budgets' days and months, in one transaction with forgetting the reservation, and tells the owner when
/// half, four fifths or all of one is used up. Turns only touch rows of their own, so none waits for another; here the shared rows are locked,
/// always in the same order.
/// </summary>
public sealed class SettleBudgets(NpgsqlDataSource database, BotProblems problems, TimeProvider clock, ILogger<SettleBudgets> log)
    : BackgroundService
{
    /// <summary>Area of the problems on bots' cards.</summary>
    public const string Area = "limits";

    private const int LargestRound = 500;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CleanEvery = TimeSpan.FromMinutes(1);

    /// <summary>What a call that nobody finished may have left behind is looked at no longer than this.</summary>
    private static readonly TimeSpan KeepLost = TimeSpan.FromDays(1);

    private DateTimeOffset cleanedAt = DateTimeOffset.MinValue;

    /// <summary>Settles what is finished; also clears what is over, now and then.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        while (await SettleAsync(ct) == LargestRound) { }

        var now = clock.GetUtcNow();
        if (now - cleanedAt >= CleanEvery)
        {
            cleanedAt = now;
            await CleanAsync(now, ct);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                log.LogWarning("Cannot settle AI budgets: {Reason}", e.Message);
            }
        }
    }

    /// <returns>How many days and months were looked at.</returns>
    private async Task<int> SettleAsync(CancellationToken ct)
    {
        var changed = new List<Changed>();
        await using (var connection = await database.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            var (budgets, contacts, starts) = await LockAsync(connection, ct);
            if (budgets.Count == 0)
            {
                return 0;
            }

            await using var command = new NpgsqlCommand(
                """
                with moved as (
                    delete from ai_reservations r using unnest($1, $2, $3) as w (budget_id, contact_id, starts_at)
                    where r.is_settled and r.budget_id = w.budget_id and r.contact_id = w.contact_id and r.starts_at = w.starts_at
                    returning r.*
                ), summed as (
                    select budget_id, contact_id, starts_at, sum(amount) as amount from moved group by 1, 2, 3
                )
                update ai_budget_periods p set used = used + s.amount,
                    told_percent = greatest(told_percent, case
                        when p.used + s.amount >= b.amount then 100 when p.used + s.amount >= b.amount * 0.8 then 80
                        when p.used + s.amount >= b.amount * 0.5 then 50 else 0 end)
                from summed s join ai_budgets b on b.id = s.budget_id
                where p.budget_id = s.budget_id and p.contact_id = s.contact_id and p.starts_at = s.starts_at
                returning p.account_id, b.bot_id, b.is_per_contact, b.period, p.starts_at, p.used - s.amount, p.used, b.amount
                """,
                connection
            );
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. budgets] });
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. contacts] });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. starts] });
            await using (var rows = await command.ExecuteReaderAsync(ct))
            {
                while (await rows.ReadAsync(ct))
                {
                    changed.Add(
                        new Changed(
                            rows.GetGuid(0),
                            rows.IsDBNull(1) ? null : rows.GetGuid(1),
                            rows.GetBoolean(2),
                            (BudgetPeriodKind)rows.GetInt16(3),
                            rows.GetFieldValue<DateTimeOffset>(4),
                            PercentOf(rows.GetDecimal(5), rows.GetDecimal(7)),
                            PercentOf(rows.GetDecimal(6), rows.GetDecimal(7))
                        )
                    );
                }
            }

            await transaction.CommitAsync(ct);
        }

        foreach (var news in changed.Where(period => period.Now > period.Before))
        {
            await TellAsync(news, ct);
        }

        return changed.Count;
    }

    private static async Task<(List<Guid> Budgets, List<Guid> Contacts, List<DateTimeOffset> Starts)> LockAsync(
        NpgsqlConnection connection,
        CancellationToken ct
    )
    {
        var locked = (Budgets: new List<Guid>(), Contacts: new List<Guid>(), Starts: new List<DateTimeOffset>());
        await using var command = new NpgsqlCommand(
            $"""
            select p.budget_id, p.contact_id, p.starts_at from ai_budget_periods p
            where (p.budget_id, p.contact_id, p.starts_at) in (
                select distinct budget_id, contact_id, starts_at from ai_reservations where is_settled limit {LargestRound})
            order by p.budget_id, p.contact_id, p.starts_at for update
            """,
            connection
        );
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            locked.Budgets.Add(rows.GetGuid(0));
            locked.Contacts.Add(rows.GetGuid(1));
            locked.Starts.Add(rows.GetFieldValue<DateTimeOffset>(2));
        }

        return locked;
    }

    /// <summary>On the cards of the bots that it is about; whoever hears of problems hears of it, too.</summary>
    private async Task TellAsync(Changed news, CancellationToken ct)
    {
        if (news.IsPerContact && news.Now < 100)
        {
            // That a contact has said a lot already is nobody's trouble yet.
            return;
        }

        var code = (news.IsPerContact, news.Now) switch
        {
            (true, _) => "limits.contact_reached",
            (_, 100) => "limits.reached",
            (_, 80) => "limits.near",
            _ => "limits.half",
        };
        foreach (var botId in news.BotId is { } only ? [only] : await BotsOfAsync(news, ct))
        {
            if (!news.IsPerContact)
            {
                await problems.ClearAsync(botId, Area, ct);
            }

            await problems.ReportAsync(news.AccountId, botId, code, null, ct);
        }
    }

    /// <summary>Those that have used it.</summary>
    private async Task<List<Guid>> BotsOfAsync(Changed news, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            select id from bots where account_id = $1 and (
                exists (select from usage_totals t where t.account_id = $1 and t.span = 1 and t.starts_at >= $2 and t.bot_id = bots.id)
                or exists (select from usage_records r where r.account_id = $1 and r.created_at >= $2 and r.bot_id = bots.id))
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = news.AccountId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = news.StartsAt });
        return await ReadIdsAsync(command, ct);
    }

    /// <summary>A new day or month has begun, or a budget was raised: what the cards say of the old one is over.</summary>
    private async Task CleanAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using (var lost = database.CreateCommand("delete from ai_reservations where not is_settled and expires_at < $1"))
        {
            lost.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now - KeepLost });
            await lost.ExecuteNonQueryAsync(ct);
        }

        await using var over = database.CreateCommand(
            $"""
            select distinct bot_id from bot_problems bp where code like '{Area}.%' and not exists (
                select from ai_budget_periods p join ai_budgets b on b.id = p.budget_id
                where p.account_id = bp.account_id and (b.bot_id is null or b.bot_id = bp.bot_id)
                    and p.used >= b.amount * case when b.is_per_contact then 1 else 0.5 end
                    and p.starts_at = date_trunc(case b.period when 0 then 'day' else 'month' end, $1, 'UTC'))
            """
        );
        over.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        foreach (var botId in await ReadIdsAsync(over, ct))
        {
            await problems.ClearAsync(botId, Area, ct);
        }
    }

    private static async Task<List<Guid>> ReadIdsAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var ids = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            ids.Add(rows.GetGuid(0));
        }

        return ids;
    }

    /// <summary>The highest of the marks that is reached: 100, 80, 50 or none.</summary>
    private static int PercentOf(decimal used, decimal amount) =>
        used >= amount ? 100
        : used >= amount * 0.8m ? 80
        : used >= amount * 0.5m ? 50
        : 0;

    private sealed record Changed(
        Guid AccountId,
        Guid? BotId,
        bool IsPerContact,
        BudgetPeriodKind Period,
        DateTimeOffset StartsAt,
        int Before,
        int Now
    );
}
