using System.Net.Http.Headers;
using Microsoft.Extensions.AI;

namespace BotStudio.Core.Ai.Providers;

public sealed class AnthropicProvider : AiProvider
{
    private const string Version = "2023-06-01";

    public override string Key => AiProviders.Anthropic;

    public override string Name => "Anthropic";

    public override Uri BaseUrl { get; } = new("https://api.anthropic.com");

    public override Uri KeysPage { get; } = new("https://platform.claude.com/settings/keys");

    public override string StandardModel => "claude-haiku-4-5";

    public override IChatClient Connect(AiEndpoint endpoint, HttpClient http, TimeProvider clock) =>
        new AnthropicChatClient(http, endpoint, clock);

    public override HttpRequestMessage Check(AiEndpoint endpoint)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Below(endpoint.BaseUrl, "v1/models?limit=100"));
        request.Headers.Add("x-api-key", endpoint.ApiKey);
        request.Headers.Add("anthropic-version", Version);
        // As the package sends it; gateways in front may look for either.
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", endpoint.ApiKey);
        return request;
    }
}
