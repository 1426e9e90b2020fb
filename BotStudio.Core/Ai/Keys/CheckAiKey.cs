using BotStudio.Core.Accounts;
using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.Keys;

/// <summary>Tries a key of the account out again: one that was refused comes back into use when the provider takes it now.</summary>
/// <returns><c>forbidden</c> below admin; <c>not_found</c>; as <see cref="TryKey"/>.</returns>
public sealed class CheckAiKey(
    AccountDb accountDb,
    CurrentAccount account,
    TryKey tryKey,
    SecretText secrets,
    ChangedKeys changed,
    TimeProvider clock
)
{
    public async Task<Outcome<AiKeyRow>> RunAsync(Guid keyId, CancellationToken ct)
    {
        if (!account.May(Permission.ManageAi))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (
            await db.AiKeys.SingleOrDefaultAsync(k => k.Id == keyId, ct) is not { } key
            || AiProviders.Find(key.Provider) is not { } provider
        )
        {
            return Problem.NotFound;
        }

        var endpoint = new AiEndpoint(
            key.BaseUrl is null ? provider.BaseUrl! : new Uri(key.BaseUrl),
            key.SealedKey.Length == 0 ? "" : secrets.Open(key.SealedKey)
        );
        var models = await tryKey.AskAsync(provider, endpoint, ct);
        if (models.Succeeded)
        {
            key.Accept(models.Value, clock.GetUtcNow());
            await changed.SaveAsync(db, account.Id, ct);
            return AiKeyRow.Of(key);
        }

        if (models.Problem!.Code == "ai.key_not_accepted")
        {
            key.Refuse(clock.GetUtcNow());
            await changed.SaveAsync(db, account.Id, ct);
        }

        return Outcome<AiKeyRow>.Refused(models.Problems);
    }
}
