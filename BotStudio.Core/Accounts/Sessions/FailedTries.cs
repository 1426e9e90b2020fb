using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Sessions;

/// <summary>
/// Counts wrong passwords and codes in the database alone, because Identity's own counter loses failures that arrive at the same time. An address
/// that nobody has is counted just the same.
/// </summary>
public sealed class FailedTries(PlatformDb platformDb, TimeProvider clock)
{
    /// <summary>Counts of unknown addresses are forgotten after this.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    /// <returns>True when this one was too many.</returns>
    public async Task<bool> CountAsync(Guid userId, CancellationToken ct)
    {
        var until = clock.GetUtcNow() + SignIn.Lockout;
        await using var db = platformDb.Open();
        await db
            .Users.Where(u => u.Id == userId)
            .ExecuteUpdateAsync(
                user =>
                    user.SetProperty(u => u.LockoutEnd, u => u.AccessFailedCount + 1 >= SignIn.FailuresBeforeLockout ? until : u.LockoutEnd)
                        .SetProperty(
                            u => u.AccessFailedCount,
                            u => u.AccessFailedCount + 1 >= SignIn.FailuresBeforeLockout ? 0 : u.AccessFailedCount + 1
                        ),
                ct
            );
        return await db.Users.AnyAsync(u => u.Id == userId && u.LockoutEnd == until, ct);
    }

    /// <returns>True when the address is locked out.</returns>
    public async Task<bool> IsLockedAsync(string unknownEmail, CancellationToken ct)
    {
        var (hash, now) = (HashOf(unknownEmail), clock.GetUtcNow());
        await using var db = platformDb.Open();
        return await db.UnknownAddresses.AnyAsync(a => a.EmailHash == hash && a.LockedUntil > now, ct);
    }

    /// <returns>True when this one was too many.</returns>
    public async Task<bool> CountAsync(string unknownEmail, CancellationToken ct)
    {
        var (hash, now) = (HashOf(unknownEmail), clock.GetUtcNow());
        var (until, old, limit) = (now + SignIn.Lockout, now - KeptFor, SignIn.FailuresBeforeLockout);
        await using var db = platformDb.Open();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into unknown_addresses as a (email_hash, failures, changed_at) values ({hash}, 1, {now})
            on conflict (email_hash) do update set
                failures = case when a.failures + 1 >= {limit} then 0 else a.failures + 1 end,
                locked_until = case when a.failures + 1 >= {limit} then {until}::timestamptz else a.locked_until end,
                changed_at = {now}
            """,
            ct
        );
        await db.UnknownAddresses.Where(a => a.ChangedAt < old).ExecuteDeleteAsync(ct);
        return await db.UnknownAddresses.AnyAsync(a => a.EmailHash == hash && a.LockedUntil == until, ct);
    }

    private static byte[] HashOf(string email) => RandomCode.Hash(email.Trim().ToUpperInvariant());
}
