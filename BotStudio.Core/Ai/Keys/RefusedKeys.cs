using BotStudio.Core.Data;
using Npgsql;

namespace BotStudio.Core.Ai.Keys;

/// <summary>Remembers that a provider refuses an account's key, so that no process asks with it again.</summary>
public sealed class RefusedKeys(NpgsqlDataSource database, TimeProvider clock)
{
    public async Task RememberAsync(Guid accountId, AiConnection refused, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            with refused as (update ai_keys set refused_at = $3 
                where id = $1 and account_id = $2 and checked_at = $6 and refused_at is null returning id)
            select pg_notify($4, $5) from refused
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = refused.KeyId!.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = accountId });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Notifications.Ai });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = accountId.ToString() });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = refused.CheckedAt });
        await command.ExecuteNonQueryAsync(ct);
    }
}
