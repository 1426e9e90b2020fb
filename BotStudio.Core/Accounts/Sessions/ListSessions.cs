using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Sessions;

/// <summary>Where a user is signed in: here first, then what was used last.</summary>
public sealed class ListSessions(PlatformDb platformDb, TimeProvider clock)
{
    public async Task<IReadOnlyList<SessionRow>> RunAsync(Guid userId, Guid hereId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = platformDb.Open();
        var sessions = await db
            .Sessions.AsNoTracking()
            .Where(s => s.UserId == userId && s.ExpiresAt > now && db.Users.Any(u => u.Id == userId && u.SecurityStamp == s.SecurityStamp))
            .OrderByDescending(s => s.Id == hereId)
            .ThenByDescending(s => s.LastSeenAt)
            .ToListAsync(ct);
        return
        [
            .. sessions.Select(s => new SessionRow(
                s.Id,
                DeviceName.Of(s.UserAgent),
                s.IsProgram,
                s.Address,
                s.CreatedAt,
                s.LastSeenAt,
                s.Id == hereId
            )),
        ];
    }
}

/// <param name="Device">What the browser or program calls itself; empty when it says nothing.</param>
/// <param name="Address">The address on the network that it signed in from.</param>
/// <param name="IsHere">The session that asks.</param>
public sealed record SessionRow(
    Guid Id,
    string Device,
    bool IsProgram,
    string Address,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    bool IsHere
);
