using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.Keys;

/// <summary>The account's own keys, and what it has chosen for all its bots.</summary>
public sealed class ListAiKeys(AccountDb accountDb, AiConnections connections)
{
    public async Task<AiAccess> RunAsync(CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var keys = await db.AiKeys.AsNoTracking().OrderBy(key => key.CreatedAt).ToListAsync(ct);
        var standardModel = await db.AiSettings.Select(settings => settings.StandardModel).SingleOrDefaultAsync(ct);
        return new AiAccess(
            [.. keys.Select(AiKeyRow.Of)],
            standardModel,
            [.. AiProviders.All.Where(provider => connections.Platform(provider.Key) is not null).Select(provider => provider.Key)]
        );
    }
}

/// <param name="Keys">The account's own, the oldest first.</param>
/// <param name="StandardModel">Asked for bots whose prompt names no model; null for the platform's.</param>
/// <param name="PlatformProviders">Providers that the platform has a key for.</param>
public sealed record AiAccess(IReadOnlyList<AiKeyRow> Keys, string? StandardModel, IReadOnlyList<string> PlatformProviders);

/// <param name="Provider">openai, anthropic, google, mistral, deepseek, groq, openrouter or compatible.</param>
/// <param name="BaseUrl">Null for the provider's usual address.</param>
/// <param name="Hint">The last four characters of the key, all that is ever shown of it; empty when there is none.</param>
/// <param name="Models">What the provider listed when the key was checked last.</param>
/// <param name="RefusedAt">Since when the provider refuses it; it is not used until it is replaced or checked again.</param>
public sealed record AiKeyRow(
    Guid Id,
    string Provider,
    string? BaseUrl,
    string Hint,
    IReadOnlyList<string> Models,
    DateTimeOffset CheckedAt,
    DateTimeOffset? RefusedAt
)
{
    internal static AiKeyRow Of(AiKey key) => new(key.Id, key.Provider, key.BaseUrl, key.Hint, key.Models, key.CheckedAt, key.RefusedAt);
}
