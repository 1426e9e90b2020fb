using BotStudio.Core.Ai.Keys;
using BotStudio.Core.Ai.Providers;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Ai.Models;

/// <summary>What is known of the model that an account's bots would ask under a name, and what it costs now.</summary>
public sealed class FindModel(FindRoute routes, LiveModels models, LiveKeys keys, IOptions<OpenAiOptions> options, TimeProvider clock)
{
    /// <param name="name">Null for the account's standard model.</param>
    public async ValueTask<ModelFigures> ForAsync(Guid accountId, string? name, CancellationToken ct)
    {
        var list = await models.FindAsync(ct);
        if (await routes.ForAsync(accountId, name, ct) is { } route)
        {
            return new ModelFigures(
                route.Model,
                list.Price(route.Connection.Provider.Key, route.Model.Name, clock.GetUtcNow()),
                HasKey: true
            )
            {
                IsListed = name is null || route.Model.IsKnown || await IsListedByKeyAsync(accountId, name, ct),
            };
        }

        var limits = list.Limits(name ?? options.Value.Model);
        return new ModelFigures(limits, list.Price(limits.Provider, limits.Name, clock.GetUtcNow()), HasKey: false);
    }

    /// <summary>One of the account's own providers has named it when its key was checked.</summary>
    private async ValueTask<bool> IsListedByKeyAsync(Guid accountId, string name, CancellationToken ct)
    {
        var own = await keys.FindAsync(accountId, ct);
        return own.Serving.Contains(name) || own.Serving.Contains(name[(name.IndexOf(AiProviders.AfterKey) + 1)..]);
    }
}

/// <param name="Price">Null when nobody knows it.</param>
/// <param name="HasKey">Somebody can be asked.</param>
public sealed record ModelFigures(ModelLimits Limits, ModelPrice? Price, bool HasKey)
{
    /// <summary>The platform's list, or one of the account's own providers, knows such a model; otherwise it may be a slip of the pen.</summary>
    public bool IsListed { get; init; } = Limits.IsKnown;
}
