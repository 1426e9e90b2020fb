using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Ai.Usage;

/// <summary>
/// Adds new records to the totals of their hour and day. A record is marked in the statement that counts it, so it is counted once whatever
/// happens; one process does it at a time, because all of them would want the same rows.
/// </summary>
public sealed class RollUpUsage(NpgsqlDataSource database, TimeProvider clock, ILogger<RollUpUsage> log) : BackgroundService
{
    private const int LargestRound = 5_000;

    /// <summary>Any number will do as long as nothing else locks on it.</summary>
    private const long LockKey = 0x426f_7455_7361_6765;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private static readonly string Sql = $"""
        with counted as (
            update usage_records set is_rolled_up = true
            where id in (select id from usage_records where not is_rolled_up order by id limit {LargestRound} for update skip locked)
                and pg_try_advisory_xact_lock($1)
            returning *
        ), summed as (
            insert into usage_totals (account_id, span, starts_at, bot_id, kind, provider, model, is_own_key,
                calls, failed, tokens_in, tokens_cached, tokens_out, cost, unpriced, latency_ms)
            select account_id, span, starts_at, bot_id, kind, provider, model, is_own_key,
                sum(count), coalesce(sum(count) filter (where outcome <> '{UsageRecord.Answered}'), 0), sum(tokens_in), sum(tokens_cached), sum(tokens_out),
                coalesce(sum(cost), 0), count(*) filter (where cost is null and tokens_in + tokens_out > 0), sum(latency_ms)
            from counted
            cross join lateral (values (0, date_trunc('hour', created_at, 'UTC')), (1, date_trunc('day', created_at, 'UTC'))) as s (span, starts_at)
            group by account_id, span, starts_at, bot_id, kind, provider, model, is_own_key
            on conflict (account_id, span, starts_at, bot_id, kind, provider, model, is_own_key) do update set
                calls = usage_totals.calls + excluded.calls, failed = usage_totals.failed + excluded.failed,
                tokens_in = usage_totals.tokens_in + excluded.tokens_in, tokens_cached = usage_totals.tokens_cached + excluded.tokens_cached,
                tokens_out = usage_totals.tokens_out + excluded.tokens_out, cost = usage_totals.cost + excluded.cost,
                unpriced = usage_totals.unpriced + excluded.unpriced, latency_ms = usage_totals.latency_ms + excluded.latency_ms
        )
        select count(*) from counted
        """;

    /// <summary>Counts what is not counted yet.</summary>
    public async Task RunOnceAsync(CancellationToken ct)
    {
        long counted;
        do
        {
            await using var command = database.CreateCommand(Sql);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
            counted = (long)(await command.ExecuteScalarAsync(ct))!;
        } while (counted == LargestRound);
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
                log.LogWarning("Cannot add up what AI cost: {Reason}", e.Message);
            }
        }
    }
}
