using BotStudio.Core.Accounts;
using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Audit;
using BotStudio.Core.Billing;
using BotStudio.Core.Data;
using BotStudio.Core.Outbound;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Ai.Keys;

/// <summary>
/// Puts an account's own key with a provider in place, after trying it out. The key is given anew with every address: one that is kept would
/// otherwise be sent to wherever the address leads.
/// </summary>
/// <returns>
/// <c>forbidden</c> below admin; <c>ai.plan_without_keys</c>; <c>ai.unknown_provider</c>; <c>ai.key_missing</c>; <c>ai.key_malformed</c>;
/// <c>ai.base_url_missing</c>; <c>outbound.bad_address</c>; as <see cref="TryKey"/>; <c>ai.key_changed_meanwhile</c>.
/// </returns>
public sealed class SetAiKey(
    AccountDb accountDb,
    CurrentAccount account,
    Entitlements entitlements,
    TryKey tryKey,
    SecretText secrets,
    ChangedKeys changed,
    TimeProvider clock
)
{
    public async Task<Outcome<AiKeyRow>> RunAsync(string providerKey, string apiKey, string? baseUrl, CancellationToken ct)
    {
        if (!account.May(Permission.ManageAi))
        {
            return Problem.Forbidden;
        }

        if (!await entitlements.AllowsAsync(account.Id, Entitlement.OwnAiKeys, ct))
        {
            return new Problem("ai.plan_without_keys");
        }

        if (AiProviders.Find(providerKey) is not { } provider)
        {
            return new Problem("ai.unknown_provider", providerKey).At("/provider");
        }

        apiKey = apiKey.Trim();
        baseUrl = string.IsNullOrWhiteSpace(baseUrl) ? null : baseUrl.Trim().TrimEnd('/');
        if (Mistake(provider, apiKey, baseUrl) is { } mistake)
        {
            return mistake;
        }

        var models = await tryKey.AskAsync(provider, new AiEndpoint(baseUrl is null ? provider.BaseUrl! : new Uri(baseUrl), apiKey), ct);
        return models.Succeeded ? await SaveAsync(provider, apiKey, baseUrl, models.Value, ct) : Outcome<AiKeyRow>.Refused(models.Problems);
    }

    private static Problem? Mistake(AiProvider provider, string apiKey, string? baseUrl) =>
        apiKey.Length == 0 && provider.NeedsKey ? new Problem("ai.key_missing").At("/key")
        : apiKey.Length > AiKey.MaxKeyLength || apiKey.Any(c => c is <= ' ' or > '~') ? new Problem("ai.key_malformed").At("/key")
        : baseUrl is null
            ? provider.BaseUrl is null ? new Problem("ai.base_url_missing").At("/baseUrl")
                : null
        : baseUrl.Length > AiKey.MaxBaseUrlLength || OutboundHttp.Address(baseUrl) is not { Query: "", Fragment: "" }
            ? new Problem("outbound.bad_address").At("/baseUrl")
        : null;

    private async Task<Outcome<AiKeyRow>> SaveAsync(
        AiProvider provider,
        string apiKey,
        string? baseUrl,
        IReadOnlyList<string> models,
        CancellationToken ct
    )
    {
        await using var db = await accountDb.OpenAsync(ct);
        var key = await db.AiKeys.SingleOrDefaultAsync(k => k.Provider == provider.Key, ct);
        if (key is null)
        {
            key = new AiKey(account.Id, provider.Key, clock.GetUtcNow());
            db.AiKeys.Add(key);
        }

        key.Use(
            baseUrl,
            apiKey.Length == 0 ? "" : secrets.Seal(apiKey),
            // A short key would be given away by its end.
            apiKey.Length
            >= 4 * AiKey.HintLength
                ? apiKey[^AiKey.HintLength..]
                : "",
            models,
            clock.GetUtcNow()
        );
        db.Audit(AuditAct.AiKeySet, provider.Name, key.Id, key.Hint);
        try
        {
            await changed.SaveAsync(db, account.Id, ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new Problem("ai.key_changed_meanwhile");
        }

        return AiKeyRow.Of(key);
    }
}
