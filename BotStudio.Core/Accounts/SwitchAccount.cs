using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>Lets a session go on in another account of its user, from the next page on. What is open in other tabs stays in its own.</summary>
/// <returns><c>not_found</c> for an account that the user does not belong to.</returns>
public sealed class SwitchAccount(PlatformDb platformDb)
{
    public async Task<Outcome> RunAsync(Guid sessionId, Guid accountId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var moved = await db
            .Sessions.Where(s => s.Id == sessionId && db.Memberships.Any(m => m.UserId == s.UserId && m.AccountId == accountId))
            .ExecuteUpdateAsync(session => session.SetProperty(s => s.AccountId, accountId), ct);
        return moved > 0 ? Outcome.Done : Problem.NotFound;
    }
}
