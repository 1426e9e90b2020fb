using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Accounts;

/// <summary>Begins the session of a program and gives it its first tokens.</summary>
public sealed class IssueTokens(
    PlatformDb platformDb,
    AccessTokens accessTokens,
    NoteArrival noteArrival,
    JobQueue queue,
    TimeProvider clock
)
{
    public Task<TokenPair> RunAsync(SignedIn who, CancellationToken ct) => RunAsync(who, Visit.Unknown, ct);

    public async Task<TokenPair> RunAsync(SignedIn who, Visit visit, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var refreshToken = RandomCode.New();
        var session = new Session(who, visit, now);

        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Sessions.Add(session);
        db.RefreshTokens.Add(session.Continue(RandomCode.Hash(refreshToken), now));
        await db.SaveChangesAsync(ct);
        await noteArrival.RunAsync(db, who, visit, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return new TokenPair(accessTokens.Issue(session.Id), refreshToken, AccessTokens.Lifetime);
    }
}
