using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.Keys;

/// <summary>Forgets a key of the account; its bots ask with the platform's again, where that has one.</summary>
/// <returns><c>forbidden</c> below admin; <c>not_found</c>.</returns>
public sealed class RemoveAiKey(AccountDb accountDb, CurrentAccount account, AiConnections connections, ChangedKeys changed)
{
    public async Task<Outcome> RunAsync(Guid keyId, CancellationToken ct)
    {
        if (!account.May(Permission.ManageAi))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (await db.AiKeys.SingleOrDefaultAsync(k => k.Id == keyId, ct) is not { } key)
        {
            return Problem.NotFound;
        }

        db.AiKeys.Remove(key);
        db.Audit(AuditAct.AiKeyRemoved, key.Provider, key.Id);
        await changed.SaveAsync(db, account.Id, ct);
        connections.Forget(keyId);
        return Outcome.Done;
    }
}
