using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Ai.Models;

/// <summary>The platform's list of models with all their prices, for its admins.</summary>
public sealed class ListModels(PlatformDb platformDb, TimeProvider clock)
{
    public async Task<IReadOnlyList<ModelRow>> RunAsync(CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var models = await db.AiModels.AsNoTracking().OrderBy(model => model.Provider).ThenBy(model => model.Name).ToListAsync(ct);
        var prices = (await db.AiPrices.AsNoTracking().OrderBy(price => price.ValidFrom).ToListAsync(ct)).ToLookup(price => price.ModelId);
        var now = clock.GetUtcNow();
        return [.. models.Select(model => ModelRow.Of(model, [.. prices[model.Id]], now))];
    }
}

/// <param name="Provider">Key of the provider that serves it.</param>
/// <param name="Name">The model's, or what the names of a family begin with.</param>
/// <param name="IsOffered">Shown where a model is chosen.</param>
/// <param name="IsEdited">Changed by an admin; new versions of the product leave it alone.</param>
/// <param name="Price">In US dollars per million tokens, now; null when nobody knows.</param>
/// <param name="WritesDown">Writes down what is said in a recording, and does nothing else.</param>
/// <param name="Prices">All prices there were and will be, the earliest first.</param>
public sealed record ModelRow(
    Guid Id,
    string Provider,
    string Name,
    int ContextTokens,
    int MaxOutputTokens,
    Vocabulary Vocabulary,
    bool TakesTemperature,
    bool SeesImages,
    bool CallsTools,
    bool IsOffered,
    bool IsEdited,
    ModelPrice? Price,
    IReadOnlyList<DatedPrice> Prices,
    bool WritesDown
)
{
    internal static ModelRow Of(ListedModel model, IReadOnlyList<ListedPrice> prices, DateTimeOffset now) =>
        new(
            model.Id,
            model.Provider,
            model.Name,
            model.ContextTokens,
            model.MaxOutputTokens,
            model.Vocabulary,
            model.TakesTemperature,
            model.SeesImages,
            model.CallsTools,
            model.IsOffered,
            model.EditedAt is not null,
            prices.LastOrDefault(price => price.ValidFrom <= now)?.ToPrice(),
            [.. prices.Select(price => new DatedPrice(price.ValidFrom, price.ToPrice()))],
            model.WritesDown
        );
}
