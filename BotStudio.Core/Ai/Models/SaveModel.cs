using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Ai.Models;

/// <summary>
/// Adds a model to the platform's list or corrects one. Another price is valid from now on or from the given moment, never back in time: what was
/// counted with the old one stays.
/// </summary>
/// <returns>
/// <c>not_found</c>; <c>ai.unknown_provider</c>; <c>models.name_missing</c>; <c>models.name_too_long</c>; <c>models.name_taken</c>;
/// <c>models.context_range</c>; <c>models.output_range</c>; <c>models.price_range</c>; <c>models.price_in_the_past</c>.
/// </returns>
public sealed class SaveModel(PlatformDb platformDb, LiveModels live, TimeProvider clock)
{
    public const int LargestContext = 100_000_000;

    /// <summary>US dollars per million tokens.</summary>
    public const decimal HighestPrice = 100_000m;

    /// <param name="id">Null for a new one.</param>
    public async Task<Outcome<ModelRow>> RunAsync(Guid? id, ModelInput input, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (Mistakes(input, now).ToList() is { Count: > 0 } mistakes)
        {
            return Outcome<ModelRow>.Refused(mistakes);
        }

        await using var db = platformDb.Open();
        var model = id is null
            ? db.AiModels.Add(new ListedModel(input.Provider, input.Name.Trim(), now)).Entity
            : await db.AiModels.SingleOrDefaultAsync(m => m.Id == id, ct);
        if (model is null)
        {
            return Problem.NotFound;
        }

        model.Correct(input.ToLimits(), input.IsOffered, now);
        await PriceAsync(db, model, input, now, ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new Problem("models.name_taken", input.Name).At("/name");
        }

        await TellAsync(db, live, ct);
        var prices = await db.AiPrices.AsNoTracking().Where(p => p.ModelId == model.Id).OrderBy(p => p.ValidFrom).ToListAsync(ct);
        return ModelRow.Of(model, prices, now);
    }

    internal static async Task TellAsync(BotStudioDb db, LiveModels live, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_notify({Notifications.Ai}, {Guid.Empty.ToString()})", ct);
        live.Forget();
    }

    private static async Task PriceAsync(BotStudioDb db, ListedModel model, ModelInput input, DateTimeOffset now, CancellationToken ct)
    {
        if (input.Price is not { } price)
        {
            return;
        }

        var validFrom = (input.PriceValidFrom ?? now).ToUniversalTime();
        var before = await db
            .AiPrices.Where(p => p.ModelId == model.Id && p.ValidFrom <= validFrom)
            .OrderByDescending(p => p.ValidFrom)
            .FirstOrDefaultAsync(ct);
        if (before?.ToPrice() == price)
        {
            return;
        }

        if (before?.ValidFrom == validFrom)
        {
            before.Change(price);
        }
        else
        {
            // A model without any price had one all along that nobody knew.
            db.AiPrices.Add(
                new ListedPrice(model.Id, before is null && input.PriceValidFrom is null ? DateTimeOffset.UnixEpoch : validFrom, price)
            );
        }
    }

    private static IEnumerable<Problem> Mistakes(ModelInput input, DateTimeOffset now)
    {
        if (AiProviders.Find(input.Provider) is null)
        {
            yield return new Problem("ai.unknown_provider", input.Provider).At("/provider");
        }

        if (string.IsNullOrWhiteSpace(input.Name))
        {
            yield return new Problem("models.name_missing").At("/name");
        }
        else if (input.Name.Trim().Length > ListedModel.MaxNameLength)
        {
            yield return new Problem("models.name_too_long", ListedModel.MaxNameLength).At("/name");
        }

        if (input.ContextTokens is < 1 or > LargestContext)
        {
            yield return new Problem("models.context_range").At("/contextTokens");
        }

        if (input.MaxOutputTokens < 1 || input.MaxOutputTokens > input.ContextTokens)
        {
            yield return new Problem("models.output_range").At("/maxOutputTokens");
        }

        if (
            input.Price is { } price
            && new[] { price.Input, price.CachedInput ?? 0, price.Output, price.PerMinute ?? 0 }.Any(p => p is < 0 or > HighestPrice)
        )
        {
            yield return new Problem("models.price_range", HighestPrice).At("/price");
        }

        // A minute, for the time it takes to fill in a form.
        if (input.PriceValidFrom < now.AddMinutes(-1))
        {
            yield return new Problem("models.price_in_the_past").At("/priceValidFrom");
        }
    }
}

/// <summary>Takes a model off the platform's list. One that this version of the product brings comes back at the next start: better not to offer it.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class RemoveModel(PlatformDb platformDb, LiveModels live)
{
    public async Task<Outcome> RunAsync(Guid id, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        await db.AiPrices.Where(price => price.ModelId == id).ExecuteDeleteAsync(ct);
        if (await db.AiModels.Where(model => model.Id == id).ExecuteDeleteAsync(ct) == 0)
        {
            return Problem.NotFound;
        }

        await SaveModel.TellAsync(db, live, ct);
        return Outcome.Done;
    }
}

/// <param name="Provider">Key of the provider that serves it. Stays as it is once the model is listed.</param>
/// <param name="Name">The model's, or what the names of a family begin with. Stays as it is once the model is listed.</param>
/// <param name="ContextTokens">Room for everything: instructions, history, question and answer.</param>
/// <param name="MaxOutputTokens">The longest answer the model gives.</param>
/// <param name="TakesTemperature">False for models that refuse a question with a temperature in it.</param>
/// <param name="IsOffered">Shown where a model is chosen.</param>
/// <param name="Price">In US dollars per million tokens; left out, the price stays as it is.</param>
/// <param name="PriceValidFrom">From now on when left out; never in the past.</param>
/// <param name="WritesDown">Writes down what is said in a recording, and does nothing else; its price is per minute.</param>
public sealed record ModelInput(
    string Provider,
    string Name,
    int ContextTokens,
    int MaxOutputTokens,
    Vocabulary Vocabulary = Vocabulary.Other,
    bool TakesTemperature = true,
    bool SeesImages = false,
    bool CallsTools = true,
    bool IsOffered = true,
    ModelPrice? Price = null,
    DateTimeOffset? PriceValidFrom = null,
    bool WritesDown = false
)
{
    internal ModelLimits ToLimits() =>
        new(Name, ContextTokens, MaxOutputTokens, Vocabulary)
        {
            Provider = Provider,
            TakesTemperature = TakesTemperature,
            SeesImages = SeesImages,
            CallsTools = CallsTools,
            WritesDown = WritesDown,
        };
}
