using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Data;

/// <summary>
/// Before the first request: makes sure that what the database's keys sealed can be opened, that there is a key, and that a master key which was
/// configured only now seals the older ones too. Several processes may start at once; they take turns.
/// </summary>
/// <returns>What is wrong with the master key, as a line about the setting, or null.</returns>
public sealed class PrepareProtection(
    PlatformDb platformDb,
    ProtectionKeys keys,
    IDataProtectionProvider protection,
    ILogger<PrepareProtection> log
)
{
    /// <summary>Any number will do as long as nothing else locks on it.</summary>
    private const long LockKey = 0x426f_7450_726f_7465;

    private const string Setting = $"{ProtectionOptions.Section}__{nameof(ProtectionOptions.Key)}";

    public async Task<string?> RunAsync(CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", ct);

        var stored = await db.ProtectionKeys.ToListAsync(ct);
        if (Mistake(stored) is { } mistake)
        {
            return mistake;
        }

        if (keys.MasterKey is { } masterKey)
        {
            foreach (var key in stored.Where(key => !MasterKey.IsSealed(key.Xml)))
            {
                key.Seal(masterKey);
            }

            await db.SaveChangesAsync(ct);
        }
        else
        {
            log.LogWarning("{Setting} is absent: whoever gets a copy of the database can open the bot tokens in it", Setting);
        }

        // Sealing anything makes the framework load its keys, and make one when there is none.
        protection.CreateProtector(nameof(PrepareProtection)).Protect([0]);
        await turn.CommitAsync(ct);
        return null;
    }

    private string? Mistake(List<ProtectionKey> stored)
    {
        var isForeign = stored.Any(key => MasterKey.IsSealed(key.Xml) && keys.MasterKey?.HasSealed(key.Xml) != true);
        return isForeign
            ? $"{Setting} {(keys.MasterKey is null ? "is absent" : "has changed")}, but the database's keys are sealed with it: bot tokens could not "
                + "be opened; example: the value that this database was first started with"
            : null;
    }
}
