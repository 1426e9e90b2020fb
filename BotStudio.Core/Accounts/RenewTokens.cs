using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Accounts;

/// <summary>
/// Changes a refresh token for new tokens. A token that was used before ends its whole family: either the client or a thief has a copy, and we
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
        if (await LockFamilyAsync(db, hash, ct) is not { } family)
        {
            return Refused;
        }

        var token = await db.RefreshTokens.SingleAsync(t => t.Hash == hash, ct);
        if (token.UsedAt is not null)
        {
            log.LogWarning("A used refresh token of user {UserId} came back; its family {FamilyId} ends", family.UserId, family.Id);
            db.TokenFamilies.Remove(family);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return Refused;
        }

        if (token.ExpiresAt <= now || !await HoldsAsync(db, family.Session, ct))
        {
            return Refused;
        }

        var next = RandomCode.New();
        token.Use(now);
        db.RefreshTokens.Add(family.Continue(RandomCode.Hash(next), now));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new TokenPair(accessTokens.Issue(family.Id), next, AccessTokens.Lifetime);
    }

    /// <summary>Whoever holds a token of the same family waits here, so that of two calls with one token only the first finds it unused.</summary>
    private static async Task<TokenFamily?> LockFamilyAsync(BotStudioDb db, byte[] hash, CancellationToken ct)
    {
        var families = db.TokenFamilies.FromSql(
            $"select f.* from token_families f join refresh_tokens t on t.family_id = f.id where t.hash = {hash} for update of f"
        );
        return (await families.ToListAsync(ct)).SingleOrDefault();
    }

    private static Task<bool> HoldsAsync(BotStudioDb db, Session session, CancellationToken ct) =>
        db.Memberships.AnyAsync(
            m =>
                m.AccountId == session.AccountId
                && m.UserId == session.UserId
                && db.Users.Any(u => u.Id == m.UserId && u.SecurityStamp == session.SecurityStamp),
            ct
        );
}
