using System.Collections.Frozen;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.Models;

/// <summary>The list of models as it is now; the same on every process a moment after a change.</summary>
public sealed class LiveModels : IDisposable
{
    private readonly HintedCache<ModelList> lists;

    public LiveModels(PlatformDb platformDb, Notifications notifications) =>
        lists = new HintedCache<ModelList>((_, ct) => LoadAsync(platformDb, ct)).DropOn(notifications, Notifications.Ai);

    public async ValueTask<ModelList> FindAsync(CancellationToken ct) => (await lists.GetAsync(Guid.Empty, ct))!;

    public void Forget() => lists.Drop(Guid.Empty);

    public void Dispose() => lists.Dispose();

    private static async Task<ModelList?> LoadAsync(PlatformDb platformDb, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var models = await db.AiModels.AsNoTracking().ToListAsync(ct);
        if (models.Count == 0)
        {
            return ModelList.OfCatalog;
        }

        var prices = (await db.AiPrices.AsNoTracking().OrderBy(price => price.ValidFrom).ToListAsync(ct)).ToLookup(price => price.ModelId);
        return new ModelList([
            .. models.Select(model => new ModelEntry(
                model.ToLimits(null),
                model.IsOffered,
                [.. prices[model.Id].Select(price => new DatedPrice(price.ValidFrom, price.ToPrice()))]
            )),
        ]);
    }
}

/// <summary>All models the platform knows of, found by provider and name.</summary>
public sealed class ModelList(IReadOnlyList<ModelEntry> entries)
{
    /// <summary>Before the table is filled.</summary>
    public static readonly ModelList OfCatalog = new([
        .. ModelCatalog.Known.Select(model => new ModelEntry(
            model,
            IsOffered: true,
            model.Price is { } price ? [new DatedPrice(DateTimeOffset.MinValue, price)] : []
        )),
    ]);

    private readonly FrozenDictionary<string, FrozenDictionary<string, ModelEntry>> byProvider = entries
        .GroupBy(entry => entry.Limits.Provider)
        .ToFrozenDictionary(
            provider => provider.Key,
            provider => provider.ToFrozenDictionary(entry => entry.Limits.Name, StringComparer.OrdinalIgnoreCase)
        );

    /// <summary>What is known under a name when the provider has not said so itself.</summary>
    private readonly FrozenDictionary<string, ModelEntry> byName = entries
        .DistinctBy(entry => entry.Limits.Name, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(entry => entry.Limits.Name, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<ModelEntry> All => entries;

    /// <summary>Never null: what is known of such a model anywhere, else careful limits.</summary>
    public ModelLimits Limits(string provider, string name) =>
        (Find(provider, name) ?? ModelCatalog.FindFamily(byName, name)) is { } entry
            ? entry.Limits with
            {
                Name = name,
                Provider = provider,
            }
            : ModelCatalog.Find(name) with
            {
                Provider = provider,
            };

    /// <summary>The same where nobody says who is asked.</summary>
    public ModelLimits Limits(string name) =>
        ModelCatalog.FindFamily(byName, name) is { } entry ? entry.Limits with { Name = name } : ModelCatalog.Find(name);

    /// <summary>
    /// What the provider charges; null when nobody knows. The platform's OpenAI-compatible endpoint may be anybody's, and then the model's own maker
    /// tells the price; an owner's endpoint may be a machine under their desk.
    /// </summary>
    public ModelPrice? Price(string provider, string name, DateTimeOffset at) =>
        (Find(provider, name) ?? (provider == Providers.AiProviders.Compatible ? null : ModelCatalog.FindFamily(byName, name)))?.PriceAt(
            at
        );

    /// <summary>Who serves a model of this name.</summary>
    public IEnumerable<string> ProvidersOf(string name) =>
        byProvider.Where(provider => ModelCatalog.FindFamily(provider.Value, name) is not null).Select(provider => provider.Key);

    private ModelEntry? Find(string provider, string name) =>
        byProvider.TryGetValue(provider, out var models) ? ModelCatalog.FindFamily(models, name) : null;
}

/// <param name="Prices">The earliest first.</param>
public sealed record ModelEntry(ModelLimits Limits, bool IsOffered, IReadOnlyList<DatedPrice> Prices)
{
    public ModelPrice? PriceAt(DateTimeOffset at) => Prices.LastOrDefault(price => price.ValidFrom <= at)?.Price;
}

public sealed record DatedPrice(DateTimeOffset ValidFrom, ModelPrice Price);
