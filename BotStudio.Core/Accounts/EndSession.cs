using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>Signs a browser or a program out, at once and for every copy of its cookie or tokens. Ending what has ended is fine.</summary>
public sealed class EndSession(PlatformDb platformDb)
{
    public async Task RunAsync(Guid sessionId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await EndAsync(db, db.Sessions.Where(s => s.Id == sessionId), ct);
    }

    /// <summary>For a program whose access token has run out.</summary>
    public async Task RunAsync(string refreshToken, CancellationToken ct)
    {
        var hash = RandomCode.Hash(refreshToken);
        await using var db = platformDb.Open();
        await EndAsync(db, db.Sessions.Where(s => db.RefreshTokens.Any(t => t.Hash == hash && t.SessionId == s.Id)), ct);
    }

    private static async Task EndAsync(BotStudioDb db, IQueryable<Session> sessions, CancellationToken ct)
    {
        var userId = await sessions.Select(s => (Guid?)s.UserId).FirstOrDefaultAsync(ct);
        if (userId is not { } whose)
        {
            return;
        }

        await sessions.ExecuteDeleteAsync(ct);
        await db.TellAsync(whose, ct);
    }
}
