using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Core.Bots;

/// <summary>
/// Notes what keeps bots from answering well, and takes it back when it is over. What this process has noted already is not written again, so it
/// may be called for every message. Each new problem, and the end of each that the owner was told of, becomes a job some minutes later: whether
/// it is still so is looked at then, so that trouble which passes by itself is no news.
/// </summary>
public sealed class BotProblems(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long a note counts as fresh; after that, one more message writes it again.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    /// <summary>Kind of the job for a problem that is new; payload: <see cref="ProblemNews"/>.</summary>
    public const string NewKind = "bots.problem_new";

    /// <summary>Kind of the job for a problem that is over; payload: <see cref="ProblemNews"/>.</summary>
    public const string OverKind = "bots.problem_over";

    /// <summary>How long a problem has to be there, or gone, before it is news.</summary>
    public static readonly TimeSpan IsNewsAfter = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<string, State>> known = new();

    /// <param name="code">Code of a problem; the part before the dot is its area.</param>
    /// <param name="detail">What the other side said; never a secret or a message.</param>
    public async Task ReportAsync(Guid accountId, Guid botId, string code, string? detail, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var bot = known.GetOrAdd(botId, _ => new());
        if (bot.TryGetValue(code, out var state) && state.IsThere && now - state.At < Freshness)
        {
            return;
        }

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            $"""
            with noted as (
                insert into bot_problems (account_id, bot_id, code, detail, since, last_seen_at)
                select $1, id, $3, $4, $5, $5 from bots where id = $2
                on conflict (bot_id, code) do update set detail = excluded.detail, last_seen_at = excluded.last_seen_at
                returning account_id, bot_id, code, detail, xmax = 0 as is_new
            )
            insert into jobs (account_id, kind, payload, state, due_at, attempts, created_at)
            select account_id, '{NewKind}', {ProblemNews.PayloadSql}, {(short)JobState.Waiting}, $6, 0, $5 from noted where is_new
            """,
            connection
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = botId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = code });
        command.Parameters.Add(
            new NpgsqlParameter
            {
                Value = detail is null ? DBNull.Value : StoredText.Cut(StoredText.Clean(detail), BotProblem.MaxDetailLength),
                NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text,
            }
        );
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now + IsNewsAfter });
        await command.ExecuteNonQueryAsync(ct);
        bot[code] = new State(IsThere: true, now);
    }

    /// <summary>It has just worked: the problem is over, or all problems of its area (<c>ai</c>, <c>telegram</c>).</summary>
    public async Task ClearAsync(Guid botId, string codeOrArea, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var bot = known.GetOrAdd(botId, _ => new());
        var isKnownToBeOver = bot.TryGetValue(codeOrArea, out var state) && !state.IsThere && now - state.At < Freshness;
        List<string>? reported = null;
        foreach (var (code, problem) in bot)
        {
            if (problem.IsThere && IsPartOf(code, codeOrArea))
            {
                (reported ??= []).Add(code);
            }
        }

        if (isKnownToBeOver && reported is null)
        {
            return;
        }

        // Before the statement: of the many messages that find it stale at once, one writes.
        var over = new State(IsThere: false, now);
        bot[codeOrArea] = over;
        reported?.ForEach(code => bot[code] = over);

        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            $"""
            with over as (
                delete from bot_problems where bot_id = $1 and (code = $2 or code like $2 || '.%')
                returning account_id, bot_id, code, detail, told_at
            )
            insert into jobs (account_id, kind, payload, state, due_at, attempts, created_at)
            select account_id, '{OverKind}', {ProblemNews.PayloadSql}, {(short)
                JobState.Waiting}, $4, 0, $3 from over where told_at is not null
            """,
            connection
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = botId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = codeOrArea });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now + IsNewsAfter });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static bool IsPartOf(string code, string codeOrArea) =>
        code == codeOrArea || (code.StartsWith(codeOrArea, StringComparison.Ordinal) && code[codeOrArea.Length] == '.');

    private sealed record State(bool IsThere, DateTimeOffset At);
}

/// <summary>A problem that began or ended.</summary>
/// <param name="Detail">See <see cref="BotProblem.Detail"/>.</param>
public sealed record ProblemNews(Guid BotId, string Code, string? Detail)
{
    /// <summary>Of the columns of a problem.</summary>
    internal const string PayloadSql = "convert_to(json_build_object('botId', bot_id, 'code', code, 'detail', detail)::text, 'UTF8')";

    public static ProblemNews Read(ReadOnlySpan<byte> payload) => JsonSerializer.Deserialize(payload, ProblemNewsJson.Default.ProblemNews)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProblemNews))]
internal sealed partial class ProblemNewsJson : JsonSerializerContext;
