using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Data;

/// <summary>Brings the database to this version of the product. Several processes may start at once: one migrates, the others wait for it.</summary>
public sealed class Migrator(NpgsqlDataSource database, PlatformDb platformDb)
{
    /// <summary>Any number will do as long as nothing else locks on it.</summary>
    private const long LockKey = 0x426f_7453_7475_6469;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var gate = await database.OpenConnectionAsync(ct);
        await using (var enter = new NpgsqlCommand($"select pg_advisory_lock({LockKey})", gate) { CommandTimeout = 0 })
        {
            await enter.ExecuteNonQueryAsync(ct);
        }

        try
        {
            if ((await PendingAsync(ct)).Count > 0)
            {
                await MigrateAsync(ct);
            }
        }
        finally
        {
            // A pooled connection keeps its session locks when it is closed.
            await using var leave = new NpgsqlCommand($"select pg_advisory_unlock({LockKey})", gate);
            await leave.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    /// <summary>Names of migrations this version has and the database has not; empty when it is ready.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken ct)
    {
        await using var db = platformDb.Open();
        return [.. await db.Database.GetPendingMigrationsAsync(ct)];
    }

    /// <summary>EF Core builds the model of each migration for it; a process that lives for weeks does not keep the memory of that.</summary>
    private async Task MigrateAsync(CancellationToken ct)
    {
        await using (var db = platformDb.Open())
        {
            await db.Database.MigrateAsync(ct);
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
