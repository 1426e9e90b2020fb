using System.Collections.Concurrent;
using BotStudio.Core.Ai.Models;
using BotStudio.Core.Ai.Providers;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Ai;

/// <summary>The ways to providers: the platform's own, by its settings, and those of accounts, by their keys.</summary>
public sealed class AiConnections
{
    /// <summary>Name of the <see cref="HttpClient"/> for addresses of the platform's settings.</summary>
    public const string PlatformHttp = "ai";

    /// <summary>Name of the one for addresses that owners entered: it never leads into our own network.</summary>
    public const string OwnersHttp = "ai-owners";

    private readonly IHttpClientFactory http;
    private readonly TimeProvider clock;
    private readonly string standardModel;
    private readonly Dictionary<string, AiConnection> platform = [];
    private readonly ConcurrentDictionary<Guid, (string Sealed, AiConnection Connection)> own = new();

    public AiConnections(IHttpClientFactory http, IOptions<OpenAiOptions> openAi, IOptions<AnthropicOptions> anthropic, TimeProvider clock)
    {
        this.http = http;
        this.clock = clock;
        standardModel = openAi.Value.Model;
        AddPlatform(AiProviders.OpenAi, openAi.Value.ApiKey, openAi.Value.BaseUrl, standardModel);
        AddPlatform(AiProviders.Anthropic, anthropic.Value.ApiKey, anthropic.Value.BaseUrl, null);
    }

    /// <summary>True when the platform has a key for anybody.</summary>
    public bool HasPlatformKey => platform.Count > 0;

    /// <summary>With the platform's key; null when it has none.</summary>
    public AiConnection? Platform(string providerKey) => platform.GetValueOrDefault(providerKey);

    /// <summary>For a question that names nobody's keys; null when the platform has none.</summary>
    public AiRoute? PlatformRoute(string? model) =>
        (platform.GetValueOrDefault(AiProviders.OpenAi) ?? platform.Values.FirstOrDefault()) is { } connection
            ? new AiRoute(
                connection,
                ModelCatalog.Find(
                    model ?? (connection.Provider.Key == AiProviders.OpenAi ? standardModel : connection.Provider.StandardModel!)
                )
            )
            : null;

    /// <summary>The same as before while the key is the same, so that what is known of it stays known.</summary>
    /// <param name="fingerprint">Changes with the key and its address.</param>
    public AiConnection Own(Guid keyId, DateTimeOffset checkedAt, string fingerprint, AiProvider provider, Func<AiEndpoint> endpoint)
    {
        if (own.TryGetValue(keyId, out var known) && known.Sealed == fingerprint)
        {
            return known.Connection;
        }

        var (entrance, client) = (endpoint(), http.CreateClient(OwnersHttp));
        var connection = new AiConnection(provider, provider.Connect(entrance, client, clock), clock)
        {
            Voice = provider.ConnectVoice(entrance, client, clock),
            Moderation = provider.ConnectModeration(entrance, client, clock),
            KeyId = keyId,
            CheckedAt = checkedAt,
        };
        own[keyId] = (fingerprint, connection);
        return connection;
    }

    public void Forget(Guid keyId) => own.TryRemove(keyId, out _);

    private void AddPlatform(string providerKey, string? apiKey, Uri baseUrl, string? model)
    {
        if (!string.IsNullOrEmpty(apiKey))
        {
            var provider = AiProviders.Find(providerKey)!;
            var endpoint = new AiEndpoint(baseUrl, apiKey, model);
            var client = http.CreateClient(PlatformHttp);
            platform[providerKey] = new AiConnection(provider, provider.Connect(endpoint, client, clock), clock)
            {
                Voice = provider.ConnectVoice(endpoint, client, clock),
                Moderation = provider.ConnectModeration(endpoint, client, clock),
            };
        }
    }
}
