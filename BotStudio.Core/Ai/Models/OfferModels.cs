using BotStudio.Core.Accounts;
using BotStudio.Core.Ai.Keys;
using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.Models;

/// <summary>The models that an account can ask: those on the list whose provider it has a key for, its own or the platform's, and those its keys list.</summary>
public sealed class OfferModels(AccountDb accountDb, LiveModels models, AiConnections connections, TimeProvider clock)
{
    public async Task<IReadOnlyList<OfferedModel>> RunAsync(CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var keys = await db.AiKeys.AsNoTracking().Where(key => key.RefusedAt == null).ToListAsync(ct);
        var list = await models.FindAsync(ct);
        var now = clock.GetUtcNow();
        var listed = list
            .All.Where(entry => entry is { IsOffered: true, Limits.WritesDown: false } && HasKey(entry.Limits.Provider))
            .Select(entry => OfferedModel.Of(entry.Limits, entry.PriceAt(now)));
        var own = keys.Where(key => key.Provider != AiProviders.OpenAi)
            .SelectMany(key =>
                key.Models.Where(name => !list.Limits(key.Provider, name).WritesDown)
                    .Select(name => OfferedModel.Of(list.Limits(key.Provider, name), list.Price(key.Provider, name, now)))
            );
        return
        [
            .. listed
                .Concat(own)
                .DistinctBy(model => (model.Provider, model.Name))
                .OrderBy(model => model.Provider)
                .ThenBy(model => model.Name),
        ];

        bool HasKey(string provider) => connections.Platform(provider) is not null || keys.Any(key => key.Provider == provider);
    }
}

/// <param name="Name">As it is written into a prompt.</param>
/// <param name="IsKnown">False when only careful guesses are known of it.</param>
/// <param name="Price">In US dollars per million tokens; null when nobody knows.</param>
public sealed record OfferedModel(
    string Provider,
    string Name,
    int ContextTokens,
    int MaxOutputTokens,
    bool IsKnown,
    bool TakesTemperature,
    bool SeesImages,
    bool CallsTools,
    ModelPrice? Price
)
{
    internal static OfferedModel Of(ModelLimits model, ModelPrice? price) =>
        new(
            model.Provider,
            model.Name,
            model.ContextTokens,
            model.MaxOutputTokens,
            model.IsKnown,
            model.TakesTemperature,
            model.SeesImages,
            model.CallsTools,
            price
        );
}
