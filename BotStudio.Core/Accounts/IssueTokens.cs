using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>Gives an API client that has just signed in its first tokens, and forgets families of the user that ran out.</summary>
public sealed class IssueTokens(PlatformDb platformDb, AccessTokens accessTokens, TimeProvider clock)
{
    public async Task<TokenPair> RunAsync(Session session, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var refreshToken = RandomCode.New();
        var family = new TokenFamily(session, now);

        await using var db = platformDb.Open();
        await db.TokenFamilies.Where(f => f.UserId == session.UserId && f.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        db.TokenFamilies.Add(family);
        db.RefreshTokens.Add(family.Continue(RandomCode.Hash(refreshToken), now));
        await db.SaveChangesAsync(ct);
        return new TokenPair(accessTokens.Issue(family.Id), refreshToken, AccessTokens.Lifetime);
    }
}
