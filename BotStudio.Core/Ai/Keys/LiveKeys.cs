using System.Security.Cryptography;
using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Billing;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Ai.Keys;

/// <summary>Each account's own ways to providers, its keys opened; the same on every process a moment after a change.</summary>
public sealed class LiveKeys : IDisposable
{
    private readonly PlatformDb platformDb;
    private readonly SecretText secrets;
    private readonly AiConnections connections;
    private readonly Entitlements entitlements;
    private readonly ILogger<LiveKeys> log;
    private readonly HintedCache<OwnKeys> keys;

    public LiveKeys(
        PlatformDb platformDb,
        SecretText secrets,
        AiConnections connections,
        Entitlements entitlements,
        Notifications notifications,
        ILogger<LiveKeys> log
    )
    {
        this.platformDb = platformDb;
        this.secrets = secrets;
        this.connections = connections;
        this.entitlements = entitlements;
        this.log = log;
        keys = new HintedCache<OwnKeys>(LoadAsync).DropOn(notifications, Notifications.Ai);
    }

    public async ValueTask<OwnKeys> FindAsync(Guid accountId, CancellationToken ct) => (await keys.GetAsync(accountId, ct))!;

    public void Forget(Guid accountId) => keys.Drop(accountId);

    public void Dispose() => keys.Dispose();

    private async Task<OwnKeys?> LoadAsync(Guid accountId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var standardModel = await db.AiSettings.Where(s => s.AccountId == accountId).Select(s => s.StandardModel).SingleOrDefaultAsync(ct);
        if (!await entitlements.AllowsAsync(accountId, Entitlement.OwnAiKeys, ct))
        {
            return new OwnKeys(standardModel, new Dictionary<string, AiConnection>(), OwnKeys.NoModels);
        }

        var rows = await db.AiKeys.AsNoTracking().Where(key => key.AccountId == accountId).ToListAsync(ct);
        var own = new Dictionary<string, AiConnection>();
        foreach (var row in rows)
        {
            if (Connect(row) is { } connection)
            {
                own[row.Provider] = connection;
            }
        }

        var serving = rows.Where(row => own.ContainsKey(row.Provider))
            .SelectMany(row => row.Models.Select(model => (Model: model, row.Provider)))
            .ToLookup(pair => pair.Model, pair => pair.Provider, StringComparer.OrdinalIgnoreCase);
        return new OwnKeys(standardModel, own, serving);
    }

    private AiConnection? Connect(AiKey row)
    {
        if (AiProviders.Find(row.Provider) is not { } provider || (row.BaseUrl ?? provider.BaseUrl?.AbsoluteUri) is not { } baseUrl)
        {
            return null;
        }

        try
        {
            // Checked again and found good, it is another one: whatever was held against it is over.
            var connection = connections.Own(
                row.Id,
                row.CheckedAt,
                $"{row.SealedKey} {baseUrl} {(row.RefusedAt is null ? row.CheckedAt.UtcTicks : 0)}",
                provider,
                () => new AiEndpoint(new Uri(baseUrl), row.SealedKey.Length == 0 ? "" : secrets.Open(row.SealedKey), provider.StandardModel)
            );
            if (row.RefusedAt is not null)
            {
                connection.Refuse();
            }

            return connection;
        }
        catch (CryptographicException)
        {
            // Sealed by keys that are gone: the account's other keys must not suffer.
            log.LogWarning("The AI key {KeyId} cannot be opened any more", row.Id);
            return null;
        }
    }
}

/// <param name="StandardModel">The account's choice for bots that name none.</param>
/// <param name="ByProvider">By the key of the provider.</param>
/// <param name="Serving">Providers by the models that they listed.</param>
public sealed record OwnKeys(string? StandardModel, IReadOnlyDictionary<string, AiConnection> ByProvider, ILookup<string, string> Serving)
{
    public static readonly ILookup<string, string> NoModels = Array.Empty<string>().ToLookup(model => model);
}
