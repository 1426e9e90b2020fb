using BotStudio.Core.Ai.Keys;
using BotStudio.Core.Ai.Models;
using BotStudio.Core.Ai.Providers;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Ai;

/// <summary>
/// Finds whom to ask for a model: with the account's own key where it has one, else with the platform's. A name may say its provider
/// (<c>anthropic:claude-haiku-4-5</c>); otherwise those are looked through who list it, then those who are
/// known to serve it, then the account's own endpoint, then whoever there is.
/// </summary>
public sealed class FindRoute(LiveKeys keys, LiveModels models, AiConnections connections, IOptions<OpenAiOptions> options)
{
    /// <returns>Null when there is no key for it, neither the account's nor the platform's.</returns>
    public async ValueTask<AiRoute?> ForAsync(Guid accountId, string? model, CancellationToken ct)
    {
        var own = await keys.FindAsync(accountId, ct);
        var list = await models.FindAsync(ct);
        var wanted = model ?? own.StandardModel;
        return wanted is null ? Standard(own, list) : Named(own, list, wanted);
    }

    /// <summary>Who writes recordings down: whoever serves the model, else OpenAI, else whoever the account has a key with that can.</summary>
    /// <returns>Null when nobody can.</returns>
    public async ValueTask<AiRoute?> ForVoiceAsync(Guid accountId, string? model, CancellationToken ct)
    {
        if (model is not null)
        {
            return await ForAsync(accountId, model, ct) is { Connection.Voice: not null } named ? named : null;
        }

        var own = (await keys.FindAsync(accountId, ct)).ByProvider;
        var found =
            own.GetValueOrDefault(AiProviders.OpenAi)
            ?? own.Values.FirstOrDefault(connection => connection.Voice is not null && connection.Provider.Key != AiProviders.Compatible)
            ?? connections.Platform(AiProviders.OpenAi)
            ?? own.Values.FirstOrDefault(connection => connection.Voice is not null);
        var list = await models.FindAsync(ct);
        return found?.Provider.VoiceModel is { } usual ? new AiRoute(found, list.Limits(found.Provider.Key, usual)) : null;
    }

    /// <summary>Who judges texts; null when nobody can.</summary>
    public async ValueTask<AiConnection?> ForModerationAsync(Guid accountId, CancellationToken ct)
    {
        var own = (await keys.FindAsync(accountId, ct)).ByProvider;
        return own.Values.FirstOrDefault(connection => connection.Moderation is not null) ?? connections.Platform(AiProviders.OpenAi);
    }

    /// <summary>The platform's default model, with the account's key where it has one; without any key for it, whatever the account has.</summary>
    private AiRoute? Standard(OwnKeys own, ModelList list)
    {
        if ((own.ByProvider.GetValueOrDefault(AiProviders.OpenAi) ?? connections.Platform(AiProviders.OpenAi)) is { } openAi)
        {
            return new AiRoute(openAi, list.Limits(AiProviders.OpenAi, options.Value.Model));
        }

        return own
            .ByProvider.Values.Concat([connections.Platform(AiProviders.Anthropic)])
            .Where(connection => connection?.Provider.StandardModel is not null)
            .Select(connection => new AiRoute(connection!, list.Limits(connection!.Provider.Key, connection.Provider.StandardModel!)))
            .FirstOrDefault();
    }

    private AiRoute? Named(OwnKeys own, ModelList list, string name)
    {
        if (name.IndexOf(AiProviders.AfterKey) is > 0 and var end && AiProviders.Find(name[..end]) is { } said)
        {
            var connection = own.ByProvider.GetValueOrDefault(said.Key) ?? connections.Platform(said.Key);
            return connection is null ? null : new AiRoute(connection, list.Limits(said.Key, name[(end + 1)..]));
        }

        var servers = list.ProvidersOf(name).ToList();
        var listing = own.Serving[name].ToList();
        var found =
            listing.OrderByDescending(servers.Contains).Select(provider => own.ByProvider[provider]).FirstOrDefault()
            // Vendor and model with a slash between are names of OpenRouter's, which lists its models to nobody in particular.
            ?? (name.Contains('/', StringComparison.Ordinal) ? own.ByProvider.GetValueOrDefault(OpenRouterProvider.ProviderKey) : null)
            ?? servers.Select(provider => own.ByProvider.GetValueOrDefault(provider)).FirstOrDefault(connection => connection is not null)
            ?? servers.Select(connections.Platform).FirstOrDefault(connection => connection is not null)
            ?? own.ByProvider.GetValueOrDefault(AiProviders.Compatible)
            ?? connections.Platform(AiProviders.OpenAi)
            ?? own.ByProvider.Values.FirstOrDefault();
        return found is null ? null : new AiRoute(found, list.Limits(found.Provider.Key, name));
    }
}
