using System.Net.Http.Headers;
using Microsoft.Extensions.AI;

namespace BotStudio.Core.Ai.Providers;

/// <summary>OpenAI and all who speak its chat completions.</summary>
public abstract class OpenAiCompatible : AiProvider
{
    /// <summary>Below the base address, for a good key only.</summary>
    protected virtual string CheckPath => "models";

    public override IChatClient Connect(AiEndpoint endpoint, HttpClient http, TimeProvider clock) =>
        new OpenAiChatClient(http, endpoint, clock);

    public override IVoiceClient? ConnectVoice(AiEndpoint endpoint, HttpClient http, TimeProvider clock) =>
        VoiceModel is null ? null : new OpenAiVoiceClient(http, endpoint, clock);

    public override HttpRequestMessage Check(AiEndpoint endpoint)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Below(endpoint.BaseUrl, CheckPath));
        if (endpoint.ApiKey.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", endpoint.ApiKey);
        }

        return request;
    }
}
