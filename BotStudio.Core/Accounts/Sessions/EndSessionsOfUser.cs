using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Sessions;

/// <summary>Signs a user out in another place, or everywhere but here.</summary>
public sealed class EndSessionsOfUser(PlatformDb platformDb)
{
    /// <returns><c>not_found</c> for a session that is over or somebody else's.</returns>
    public async Task<Outcome> RunAsync(Guid userId, Guid sessionId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var ended = await db.Sessions.Where(s => s.Id == sessionId && s.UserId == userId).ExecuteDeleteAsync(ct);
        await db.TellAsync(userId, ct);
        return ended == 0 ? Problem.NotFound : Outcome.Done;
    }

    /// <returns>How many there were.</returns>
    public async Task<int> RunForOthersAsync(Guid userId, Guid hereId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var ended = await db.Sessions.Where(s => s.UserId == userId && s.Id != hereId).ExecuteDeleteAsync(ct);
        await db.TellAsync(userId, ct);
        return ended;
    }
}
