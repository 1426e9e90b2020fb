using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Ai.Usage;

/// <summary>What the account's AI took and cost: today, this month and what it will come to, and any span of days by bot, model and kind.</summary>
/// <returns><c>usage.bad_span</c> for more than a year or an end before its beginning.</returns>
public sealed class ReadUsage(AccountDb accountDb, TimeProvider clock)
{
    public const int MaxDays = 366;

    /// <param name="zone">Whose midnights part the days; parts of an hour of its offset are passed over.</param>
    /// <param name="from">The first day; null for the month's first.</param>
    /// <param name="to">The last day; null for today.</param>
    public async Task<Outcome<UsageReport>> RunAsync(TimeZoneInfo zone, DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = zone.DayOf(now);
        var month = new DateOnly(today.Year, today.Month, 1);
        var (first, last) = (from ?? month, to ?? today);
        if (last < first || last.DayNumber - first.DayNumber >= MaxDays)
        {
            return new Problem("usage.bad_span", MaxDays).At("/from");
        }

        await using var db = await accountDb.OpenAsync(ct);
        var rows = await ReadAsync(db, zone, Earlier(first, month), Later(last, today), ct);
        var botIds = rows.Select(row => row.BotId).Distinct().ToList();
        var names = await db.Bots.Where(bot => botIds.Contains(bot.Id)).ToDictionaryAsync(bot => bot.Id, bot => bot.Name, ct);

        var chosen = rows.Where(row => row.Day >= first && row.Day <= last).ToList();
        var thisMonth = UsageSum.Of(rows.Where(row => row.Day >= month && row.Day <= today));
        return new UsageReport(
            first,
            last,
            UsageSum.Of(rows.Where(row => row.Day == today)),
            thisMonth,
            Forecast(thisMonth.Cost, TimeZoneInfo.ConvertTime(now, zone).DateTime),
            UsageSum.Of(chosen),
            [.. Days(first, last).Select(day => new UsageDay(day, UsageSum.Of(chosen.Where(row => row.Day == day))))],
            [.. Parts(chosen, row => row.BotId).Select(part => new UsageOfBot(part.Key, names.GetValueOrDefault(part.Key), part.Sum))],
            [
                .. Parts([.. chosen.Where(row => row.IsCall)], row => (row.Provider, row.Model, row.IsOwnKey))
                    .Select(part => new UsageOfModel(part.Key.Provider, part.Key.Model, part.Key.IsOwnKey, part.Sum)),
            ],
            [.. Parts(chosen, row => row.Kind).Select(part => new UsageOfKind(part.Key, part.Sum))]
        );
    }

    /// <summary>Totals by the hour, and the records that are not in them yet: what was spent a moment ago is here.</summary>
    private static Task<List<UsageRow>> ReadAsync(BotStudioDb db, TimeZoneInfo zone, DateOnly first, DateOnly last, CancellationToken ct)
    {
        var (since, until) = (zone.StartOf(first), zone.StartOf(last.AddDays(1)));
        return db
            .Database.SqlQueryRaw<UsageRow>(
                """
                with spent as (
                    select starts_at as at, bot_id, kind, provider, model, is_own_key, calls, failed, tokens_in, tokens_cached, tokens_out, cost, unpriced, latency_ms
                    from usage_totals where span = 0 and starts_at >= @since and starts_at < @until
                    union all
                    select date_trunc('hour', created_at, 'UTC'), bot_id, kind, provider, model, is_own_key, count, case when outcome = 'answered' then 0 else count end,
                        tokens_in, tokens_cached, tokens_out, coalesce(cost, 0), case when cost is null and tokens_in + tokens_out > 0 then 1 else 0 end, latency_ms
                    from usage_records
                    where not is_rolled_up and date_trunc('hour', created_at, 'UTC') >= @since and date_trunc('hour', created_at, 'UTC') < @until
                )
                select (at at time zone @zone)::date as "Day", bot_id as "BotId", kind as "Kind", provider as "Provider", model as "Model", is_own_key as "IsOwnKey",
                    sum(calls)::bigint as "Calls", sum(failed)::bigint as "Failed", sum(tokens_in)::bigint as "TokensIn", sum(tokens_cached)::bigint as "TokensCached",
                    sum(tokens_out)::bigint as "TokensOut", sum(cost) as "Cost", sum(unpriced)::bigint as "Unpriced", sum(latency_ms)::bigint as "LatencyMs"
                from spent group by 1, 2, 3, 4, 5, 6
                """,
                new NpgsqlParameter("since", since),
                new NpgsqlParameter("until", until),
                new NpgsqlParameter("zone", zone.HasIanaId ? zone.Id : "UTC")
            )
            .ToListAsync(ct);
    }

    /// <summary>As much for the rest of the month as for the part that is over.</summary>
    private static decimal Forecast(decimal spent, DateTime now)
    {
        var days = DateTime.DaysInMonth(now.Year, now.Month);
        var over = (decimal)(now - new DateTime(now.Year, now.Month, 1)).TotalDays;
        // In the first hours a single answer would promise a fortune.
        return spent / Math.Max(over, 0.25m) * days is var promised && promised > spent ? promised : spent;
    }

    private static IEnumerable<DateOnly> Days(DateOnly first, DateOnly last) =>
        Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays);

    /// <summary>The dearest first.</summary>
    private static IEnumerable<(TKey Key, UsageSum Sum)> Parts<TKey>(List<UsageRow> rows, Func<UsageRow, TKey> by) =>
        rows.GroupBy(by)
            .Select(part => (part.Key, Sum: UsageSum.Of(part)))
            .OrderByDescending(part => part.Sum.Cost)
            .ThenByDescending(part => part.Sum.Tokens)
            .ThenByDescending(part => part.Sum.Messages);

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}

/// <summary>A day's calls of one bot, kind and model, or the messages that it handled.</summary>
public sealed record UsageRow(
    DateOnly Day,
    Guid BotId,
    UsageKind Kind,
    string Provider,
    string Model,
    bool IsOwnKey,
    long Calls,
    long Failed,
    long TokensIn,
    long TokensCached,
    long TokensOut,
    decimal Cost,
    long Unpriced,
    long LatencyMs
)
{
    /// <summary>Of a model; else messages that were handled.</summary>
    internal bool IsCall => Kind != UsageKind.Message;
}

/// <param name="Calls">Of models.</param>
/// <param name="Failed">Those among them that were not answered.</param>
/// <param name="TokensIn">The cached ones among them.</param>
/// <param name="Cost">US dollars, not rounded; of calls whose price is known.</param>
/// <param name="Unpriced">Calls with tokens whose price nobody knows.</param>
/// <param name="AverageMs">Milliseconds of a call.</param>
/// <param name="Messages">Messages of contacts that were handled, with or without a model.</param>
public sealed record UsageSum(
    long Calls,
    long Failed,
    long TokensIn,
    long TokensCached,
    long TokensOut,
    decimal Cost,
    long Unpriced,
    long AverageMs,
    long Messages
)
{
    public long Tokens => TokensIn + TokensOut;

    internal static UsageSum Of(IEnumerable<UsageRow> rows)
    {
        var read = rows.ToList();
        var all = read.Where(row => row.IsCall).ToList();
        var calls = all.Sum(row => row.Calls);
        return new UsageSum(
            calls,
            all.Sum(row => row.Failed),
            all.Sum(row => row.TokensIn),
            all.Sum(row => row.TokensCached),
            all.Sum(row => row.TokensOut),
            all.Sum(row => row.Cost),
            all.Sum(row => row.Unpriced),
            calls == 0 ? 0 : all.Sum(row => row.LatencyMs) / calls,
            read.Where(row => !row.IsCall).Sum(row => row.Calls)
        );
    }
}

/// <param name="ForecastCost">US dollars at the month's end, if it goes on as it has.</param>
/// <param name="Span">From the first day to the last.</param>
public sealed record UsageReport(
    DateOnly From,
    DateOnly To,
    UsageSum Today,
    UsageSum Month,
    decimal ForecastCost,
    UsageSum Span,
    IReadOnlyList<UsageDay> Days,
    IReadOnlyList<UsageOfBot> Bots,
    IReadOnlyList<UsageOfModel> Models,
    IReadOnlyList<UsageOfKind> Kinds
);

public sealed record UsageDay(DateOnly Day, UsageSum Sum);

/// <param name="Name">Null for a bot that was deleted.</param>
public sealed record UsageOfBot(Guid BotId, string? Name, UsageSum Sum);

/// <param name="IsOwnKey">With the account's own key: the provider bills it to you.</param>
public sealed record UsageOfModel(string Provider, string Model, bool IsOwnKey, UsageSum Sum);

public sealed record UsageOfKind(UsageKind Kind, UsageSum Sum);
