using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Accounts;

/// <summary>Begins the session of a browser.</summary>
/// <returns>The session's id, for the cookie.</returns>
public sealed class StartSession(PlatformDb platformDb, NoteArrival noteArrival, JobQueue queue, TimeProvider clock)
{
    public Task<Guid> RunAsync(SignedIn who, CancellationToken ct) => RunAsync(who, Visit.Unknown, ct);

    public async Task<Guid> RunAsync(SignedIn who, Visit visit, CancellationToken ct)
    {
        var session = new Session(who, visit, clock.GetUtcNow());
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Sessions.Add(session);
        await db.SaveChangesAsync(ct);
        await noteArrival.RunAsync(db, who, visit, ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
        return session.Id;
    }
}
