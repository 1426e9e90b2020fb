using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace BotStudio.Core.Ai.Providers;

/// <summary>
/// <see cref="IChatClient"/> over OpenAI's own package, for OpenAI and everything that speaks its chat completions. One try a call: tries,
/// time limits and pauses are <see cref="AiModel"/>'s. Throws <see cref="AiProviderException"/> for whatever the provider did wrong.
/// </summary>
public sealed class OpenAiChatClient : IChatClient
{
    private readonly OpenAIClient openAi;
    private readonly OpenAiRequest request;
    private readonly string defaultModel;
    private readonly TimeProvider clock;

    public OpenAiChatClient(HttpClient http, AiEndpoint endpoint, TimeProvider clock)
    {
        openAi = Open(http, endpoint);
        request = new OpenAiRequest(endpoint.BaseUrl);
        defaultModel = endpoint.Model ?? "";
        this.clock = clock;
    }

    /// <summary>One try a call, without a log: requests and answers are the contacts' words.</summary>
    internal static OpenAIClient Open(HttpClient http, AiEndpoint endpoint) =>
        new(
            // The package takes no empty one, and servers without keys look at none.
            new ApiKeyCredential(endpoint.ApiKey.Length > 0 ? endpoint.ApiKey : "none"),
            new OpenAIClientOptions
            {
                Endpoint = endpoint.BaseUrl,
                Transport = new HttpClientPipelineTransport(http),
                RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
                NetworkTimeout = Timeout.InfiniteTimeSpan,
                ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
            }
        );

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var chat = openAi.GetChatClient(options?.ModelId ?? defaultModel);
        var (sent, sentOptions) = (OpenAiRequest.Messages(messages), request.Options(options));
        try
        {
            ChatCompletion completion = await chat.CompleteChatAsync(sent, sentOptions, cancellationToken);
            return OpenAiResponse.Read(completion);
        }
        catch (Exception exception) when (!IsAskedFor(exception, cancellationToken))
        {
            throw Fault(exception);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var chat = openAi.GetChatClient(options?.ModelId ?? defaultModel);
        var (sent, sentOptions) = (OpenAiRequest.Messages(messages), request.Options(options));
        var reader = new OpenAiStream();

        await using var updates = chat.CompleteChatStreamingAsync(sent, sentOptions, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates, reader, cancellationToken) is { } update)
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <summary>The connections belong to the factory of the <see cref="HttpClient"/>.</summary>
    public void Dispose() { }

    private async Task<ChatResponseUpdate?> NextAsync(
        IAsyncEnumerator<StreamingChatCompletionUpdate> updates,
        OpenAiStream reader,
        CancellationToken ct
    )
    {
        try
        {
            return await updates.MoveNextAsync() ? reader.Read(updates.Current) : null;
        }
        catch (Exception exception) when (!IsAskedFor(exception, ct))
        {
            throw Fault(exception);
        }
    }

    private static bool IsAskedFor(Exception exception, CancellationToken ct) =>
        exception is OperationCanceledException && ct.IsCancellationRequested;

    /// <summary>
    /// The package shows a broken connection and an answer that is no completion as many kinds of exception: HttpRequestException,
    /// IOException, JsonException, FormatException, InvalidOperationException, ArgumentOutOfRangeException …
    /// </summary>
    private AiProviderException Fault(Exception exception) =>
        exception is ClientResultException refusal ? OpenAiFault.From(refusal, clock) : OpenAiFault.Unreachable(exception);
}
