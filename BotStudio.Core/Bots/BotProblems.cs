using System.Collections.Concurrent;
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

    private readonly ConcurrentDictionary<(Guid Bot, string Area), State> known = new();

    /// <param name="code">Code of a problem; the part before the dot is the area that <see cref="ClearAsync"/> takes back.</param>
    /// <param name="detail">What the other side said; never a secret or a message.</param>
    public async Task ReportAsync(Guid accountId, Guid botId, string code, string? detail, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var key = (botId, AreaOf(code));
        if (known.TryGetValue(key, out var state) && state.Code == code && now - state.At < Freshness)
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
            new NpgsqlParameter { Value = Shorten(detail) ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text }
        );
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        await command.ExecuteNonQueryAsync(ct);
        known[key] = new State(code, now);
    }

    /// <summary>All problems of an area (<c>ai</c>, <c>telegram</c>) are over: it has just worked.</summary>
    public async Task ClearAsync(Guid botId, string area, CancellationToken ct)
    {
        var key = (botId, area);
        if (known.TryGetValue(key, out var state) && state.Code is null && clock.GetUtcNow() - state.At < Freshness)
        {
            return;
        }

        // Before the statement: of the many messages that find it stale at once, one writes.
        known[key] = new State(null, clock.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("delete from bot_problems where bot_id = $1 and code like $2 || '.%'", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = botId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = area });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string AreaOf(string code) => code[..code.IndexOf('.', StringComparison.Ordinal)];

    private static string? Shorten(string? detail) =>
        detail?.Length > BotProblem.MaxDetailLength ? detail[..BotProblem.MaxDetailLength] : detail;

    private sealed record State(string? Code, DateTimeOffset At);
}
