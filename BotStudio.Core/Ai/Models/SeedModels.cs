using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Core.Ai.Models;

/// <summary>
/// Fills the table of models at every start with what this version of the product knows. What an admin has changed stays; a price that this
/// version knows better is valid from now on.
/// </summary>
public sealed class SeedModels(PlatformDb platformDb, LiveModels live, TimeProvider clock, ILogger<SeedModels> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another process that starts at the same time has done it.
            log.LogInformation("Another process has filled the list of models");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var listed = await db.AiModels.ToDictionaryAsync(model => (model.Provider, model.Name), ct);
        var prices = (await db.AiPrices.AsNoTracking().OrderBy(price => price.ValidFrom).ToListAsync(ct)).ToLookup(price => price.ModelId);
        var now = clock.GetUtcNow();
        foreach (var known in ModelCatalog.Known)
        {
            if (!listed.TryGetValue((known.Provider, known.Name), out var model))
            {
                model = new ListedModel(known.Provider, known.Name, now);
                db.AiModels.Add(model);
            }

            if (model.EditedAt is not null)
            {
                continue;
            }

            model.Learn(known);
            var last = prices[model.Id].LastOrDefault();
            if (known.Price is { } price && last?.ToPrice() != price)
            {
                db.AiPrices.Add(new ListedPrice(model.Id, last is null ? DateTimeOffset.UnixEpoch : now, price));
            }
        }

        if (await db.SaveChangesAsync(ct) > 0)
        {
            live.Forget();
        }
    }
}
