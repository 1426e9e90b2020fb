using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>Begins the session of a browser, and forgets those of the user that ran out.</summary>
/// <returns>The session's id, for the cookie.</returns>
public sealed class StartSession(PlatformDb platformDb, TimeProvider clock)
{
    public async Task<Guid> RunAsync(SignedIn who, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var session = new Session(who, now);
        await using var db = platformDb.Open();
        await db.Sessions.Where(s => s.UserId == who.UserId && s.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        db.Sessions.Add(session);
        await db.SaveChangesAsync(ct);
        return session.Id;
    }
}
