using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Accounts;

/// <summary>
/// Changes a refresh token for new tokens. A token that was used before ends its session: either the program or a thief has a copy, and we
/// cannot tell which of them asks (RFC 9700, 4.14.2).
/// </summary>
/// <returns><c>accounts.refresh_refused</c> for a token that is unknown, used, out of date, or whose user changed the password or left.</returns>
public sealed class RenewTokens(PlatformDb platformDb, AccessTokens accessTokens, TimeProvider clock, ILogger<RenewTokens> log)
{
    private static readonly Problem Refused = new("accounts.refresh_refused");

    public async Task<Outcome<TokenPair>> RunAsync(string refreshToken, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hash = RandomCode.Hash(refreshToken);
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockSessionAsync(db, hash, ct) is not { } session)
        {
            return Refused;
        }

        var token = await db.RefreshTokens.SingleAsync(t => t.Hash == hash, ct);
        if (token.UsedAt is not null)
        {
            log.LogWarning("A used refresh token of user {UserId} came back; session {SessionId} ends", session.UserId, session.Id);
            db.Sessions.Remove(session);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return Refused;
        }

        if (token.ExpiresAt <= now || !await HoldsAsync(db, session, ct))
        {
            return Refused;
        }

        var next = RandomCode.New();
        token.Use(now);
        db.RefreshTokens.Add(session.Continue(RandomCode.Hash(next), now));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new TokenPair(accessTokens.Issue(session.Id), next, AccessTokens.Lifetime);
    }

    /// <summary>Whoever holds a token of the same session waits here, so that of two calls with one token only the first finds it unused.</summary>
    private static async Task<Session?> LockSessionAsync(BotStudioDb db, byte[] hash, CancellationToken ct)
    {
        var sessions = db.Sessions.FromSql(
            $"select s.* from sessions s join refresh_tokens t on t.session_id = s.id where t.hash = {hash} for update of s"
        );
        return (await sessions.ToListAsync(ct)).SingleOrDefault();
    }

    private static Task<bool> HoldsAsync(BotStudioDb db, Session session, CancellationToken ct) =>
        db.Memberships.AnyAsync(
            m => m.UserId == session.UserId && db.Users.Any(u => u.Id == m.UserId && u.SecurityStamp == session.SecurityStamp),
            ct
        );
}
