using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using Npgsql;
using NpgsqlTypes;

namespace BotStudio.Core.Ai.Usage;

/// <summary>
/// Writes down what a turn's calls cost, in the turn's transaction: after a crash both are there or neither. What was reserved for it in budgets
/// becomes what it really took.
/// </summary>
public sealed record RecordUsage(IReadOnlyList<UsageRecord> Records, Guid? ReservationId) : TurnEffect
{
    public override NpgsqlBatchCommand ToSql(EffectScope scope)
    {
        var statement = scope.Statement(Sql($"where {WhileLeased}", first: 3));
        Fill(statement.Parameters, Records, ReservationId);
        return statement;
    }

    /// <summary>The statement, and what it needs from parameter number <paramref name="first"/> on.</summary>
    internal static string Sql(string where, int first)
    {
        string P(int number) => $"${first + number}";
        return $"""
            with settled as (
                update ai_reservations set is_settled = true, amount = case unit when 0 then {P(0)}::numeric when 1 then {P(
                1
            )}::numeric else {P(2)}::numeric end
                where id = {P(3)} and {(where.Length == 0 ? "true" : where["where ".Length..])}
                returning 1
            )
            insert into usage_records (id, account_id, bot_id, contact_id, kind, provider, model, is_own_key, tokens_in, tokens_cached, tokens_out,
                cost, latency_ms, outcome, created_at, audio_seconds, is_rolled_up)
            select *, false from unnest({P(4)}, {P(5)}, {P(6)}, {P(7)}, {P(8)}, {P(9)}, {P(10)}, {P(11)}, {P(12)}, {P(13)}, {P(14)}, {P(
                15
            )}, {P(16)},
                {P(17)}, {P(18)}, {P(19)})
            {where}
            on conflict do nothing
            """;
    }

    internal static void Fill(NpgsqlParameterCollection parameters, IReadOnlyList<UsageRecord> records, Guid? reservationId)
    {
        parameters.Add(new NpgsqlParameter<decimal> { TypedValue = records.Any(record => record.IsAnswer) ? 1 : 0 });
        parameters.Add(new NpgsqlParameter<decimal> { TypedValue = records.Sum(record => (decimal)record.TokensIn + record.TokensOut) });
        parameters.Add(new NpgsqlParameter<decimal> { TypedValue = records.Sum(record => record.Cost ?? 0) });
        parameters.Add(new NpgsqlParameter { Value = (object?)reservationId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. records.Select(record => record.Id)] });
        parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. records.Select(record => record.AccountId)] });
        parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. records.Select(record => record.BotId)] });
        parameters.Add(new NpgsqlParameter<Guid?[]> { TypedValue = [.. records.Select(record => record.ContactId)] });
        parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. records.Select(record => (short)record.Kind)] });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. records.Select(record => record.Provider)] });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. records.Select(record => record.Model)] });
        parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = [.. records.Select(record => record.IsOwnKey)] });
        parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. records.Select(record => record.TokensIn)] });
        parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. records.Select(record => record.TokensCached)] });
        parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. records.Select(record => record.TokensOut)] });
        parameters.Add(new NpgsqlParameter<decimal?[]> { TypedValue = [.. records.Select(record => record.Cost)] });
        parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. records.Select(record => record.LatencyMs)] });
        parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. records.Select(record => record.Outcome)] });
        parameters.Add(new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. records.Select(record => record.CreatedAt)] });
        parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. records.Select(record => record.AudioSeconds)] });
    }
}
