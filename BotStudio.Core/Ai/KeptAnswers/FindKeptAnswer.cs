using BotStudio.Core.Data;
using Npgsql;

namespace BotStudio.Core.Ai.KeptAnswers;

/// <summary>What was answered to the same question lately.</summary>
public sealed class FindKeptAnswer(HotPath hotPath, TimeProvider clock)
{
    /// <returns>Null when nobody has asked it, or too long ago.</returns>
    public async Task<FoundAnswer?> FindAsync(Guid botId, byte[] key, CancellationToken ct)
    {
        await using var command = hotPath.Database.CreateCommand(
            "select text, model from kept_answers where bot_id = $1 and key = $2 and expires_at > $3"
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = botId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = key });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? new FoundAnswer(rows.GetString(0), rows.GetString(1)) : null;
    }
}

/// <param name="Model">That said it then.</param>
public sealed record FoundAnswer(string Text, string Model);
