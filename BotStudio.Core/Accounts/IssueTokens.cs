using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>Begins the session of a program and gives it its first tokens, and forgets sessions of the user that ran out.</summary>
public sealed class IssueTokens(PlatformDb platformDb, AccessTokens accessTokens, TimeProvider clock)
{
    public async Task<TokenPair> RunAsync(SignedIn who, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var refreshToken = RandomCode.New();
        var session = new Session(who, now);

        await using var db = platformDb.Open();
        await db.Sessions.Where(s => s.UserId == who.UserId && s.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        db.Sessions.Add(session);
        db.RefreshTokens.Add(session.Continue(RandomCode.Hash(refreshToken), now));
        await db.SaveChangesAsync(ct);
        return new TokenPair(accessTokens.Issue(session.Id), refreshToken, AccessTokens.Lifetime);
    }
}
