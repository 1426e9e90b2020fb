using System.Collections.Concurrent;
using BotStudio.Core.Data;
using Npgsql;

namespace BotStudio.Core.Bots;

/// <summary>
/// Notes what keeps bots from answering well, and takes it back when it is over. What this process has noted already is not written again, so it
/// may be called for every message.
/// </summary>
public sealed class BotProblems(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long a note counts as fresh; after that, one more message writes it again.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

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
            """
            insert into bot_problems (account_id, bot_id, code, detail, since, last_seen_at)
            select $1, id, $3, $4, $5, $5 from bots where id = $2
            on conflict (bot_id, code) do update set detail = excluded.detail, last_seen_at = excluded.last_seen_at
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
            "delete from bot_problems where bot_id = $1 and (code = $2 or code like $2 || '.%')",
            connection
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = botId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = codeOrArea });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static bool IsPartOf(string code, string codeOrArea) =>
        code == codeOrArea || (code.StartsWith(codeOrArea, StringComparison.Ordinal) && code[codeOrArea.Length] == '.');

    private sealed record State(bool IsThere, DateTimeOffset At);
}
