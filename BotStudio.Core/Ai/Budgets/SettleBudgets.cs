using BotStudio.Core.Bots;
using BotStudio.Core.Jobs;
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

    private const string ContactReached = "limits.contact_reached";

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
                $"""
                with moved as (
                    delete from ai_reservations r using unnest($1, $2, $3) as w (budget_id, contact_id, starts_at)
                    where r.is_settled and r.budget_id = w.budget_id and r.contact_id = w.contact_id and r.starts_at = w.starts_at
                    returning r.*
                ), summed as (
                    select budget_id, contact_id, starts_at, sum(amount) as amount from moved group by 1, 2, 3
                ), added as (
                    update ai_budget_periods p set used = p.used + s.amount,
                        told_percent = greatest(p.told_percent, case
                            when p.used + s.amount >= b.amount then 100 when p.used + s.amount >= b.amount * 0.8 then 80
                            when p.used + s.amount >= b.amount * 0.5 then 50 else 0 end)
                    from summed s join ai_budgets b on b.id = s.budget_id
                    join ai_budget_periods o on o.budget_id = s.budget_id and o.contact_id = s.contact_id and o.starts_at = s.starts_at
                    where p.budget_id = s.budget_id and p.contact_id = s.contact_id and p.starts_at = s.starts_at
                    returning p.account_id, b.id as budget_id, b.bot_id, b.is_per_contact, p.starts_at, s.amount, p.used, b.amount as allowed,
                        p.told_percent, o.told_percent as told_before
                ), news as (
                    insert into jobs (account_id, kind, payload, state, due_at, attempts, created_at)
                    select account_id, '{BudgetNews.TellKind}', {BudgetNews.PayloadSql}, {(short)JobState.Ready}, $4, 0, $4
                    from added where not is_per_contact and told_percent > told_before
                )
                select account_id, bot_id, is_per_contact, starts_at, used - amount, used, allowed from added
                """,
                connection
            );
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. budgets] });
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. contacts] });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. starts] });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
            await using (var rows = await command.ExecuteReaderAsync(ct))
            {
                while (await rows.ReadAsync(ct))
                {
                    changed.Add(
                        new Changed(
                            rows.GetGuid(0),
                            rows.IsDBNull(1) ? null : rows.GetGuid(1),
                            rows.GetBoolean(2),
                            rows.GetFieldValue<DateTimeOffset>(3),
                            PercentOf(rows.GetDecimal(4), rows.GetDecimal(6)),
                            PercentOf(rows.GetDecimal(5), rows.GetDecimal(6))
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

    /// <summary>On the cards of the bots that it is about. Members are told by <see cref="TellOfBudget"/>, once, however many bots there are.</summary>
    private async Task TellAsync(Changed news, CancellationToken ct)
    {
        if (news.IsPerContact && news.Now < 100)
        {
            // That a contact has said a lot already is nobody's trouble yet.
            return;
        }

        var code = news.IsPerContact ? ContactReached : CodeOf(news.Now)!;
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
            select bots.id from bots join accounts a on a.id = bots.account_id
            cross join lateral (select ($2::timestamptz at time zone 'UTC') at time zone a.time_zone) as period (since)
            where bots.account_id = $1 and (
                exists (select from usage_totals t where t.account_id = $1 and t.span = 0 and t.starts_at >= since and t.bot_id = bots.id)
                or exists (select from usage_records r where r.account_id = $1 and r.created_at >= since and r.bot_id = bots.id))
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

        foreach (var (accountId, botId, code, share) in await ReadCardsAsync(now, ct))
        {
            await problems.ClearAsync(botId, code, ct);
            if (CodeOf(PercentOf(share, 1)) is { } right)
            {
                await problems.ReportAsync(accountId, botId, right, null, ct);
            }
        }
    }

    /// <summary>What cards say that is so no more, with how much of the limit that is nearest to its end is used up.</summary>
    private async Task<List<(Guid AccountId, Guid BotId, string Code, decimal Share)>> ReadCardsAsync(
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(
            $"""
            select bp.account_id, bp.bot_id, bp.code, coalesce(max(p.used / b.amount) filter (where not b.is_per_contact), 0),
                coalesce(bool_or(b.is_per_contact and p.used >= b.amount), false)
            from bot_problems bp join accounts a on a.id = bp.account_id
            left join ai_budgets b on b.account_id = bp.account_id and (b.bot_id is null or b.bot_id = bp.bot_id)
            left join ai_budget_periods p on p.budget_id = b.id and p.starts_at =
                date_trunc(case b.period when 0 then 'day' else 'month' end, $1::timestamptz at time zone a.time_zone) at time zone 'UTC'
            where bp.code like '{Area}.%' group by 1, 2, 3
            """
        );
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        var wrong = new List<(Guid, Guid, string, decimal)>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (code, share) = (rows.GetString(2), rows.GetDecimal(3));
            if (code == ContactReached ? !rows.GetBoolean(4) : code != CodeOf(PercentOf(share, 1)))
            {
                wrong.Add((rows.GetGuid(0), rows.GetGuid(1), code, share));
            }
        }

        return wrong;
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

    /// <summary>Null below the first mark.</summary>
    private static string? CodeOf(int percent) =>
        percent switch
        {
            100 => "limits.reached",
            80 => "limits.near",
            50 => "limits.half",
            _ => null,
        };

    /// <summary>The highest of the marks that is reached: 100, 80, 50 or none.</summary>
    private static int PercentOf(decimal used, decimal amount) =>
        used >= amount ? 100
        : used >= amount * 0.8m ? 80
        : used >= amount * 0.5m ? 50
        : 0;

    private sealed record Changed(Guid AccountId, Guid? BotId, bool IsPerContact, DateTimeOffset StartsAt, int Before, int Now);
}
