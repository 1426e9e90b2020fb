using System.Runtime.CompilerServices;
using Anthropic;
using Microsoft.Extensions.AI;

namespace BotStudio.Core.Ai.Providers;

/// <summary>
/// Anthropic's own <see cref="IChatClient"/> with our exceptions. One try a call: tries, time limits and pauses are <see cref="AiModel"/>'s.
/// The package counts cached tokens into the input, as OpenAI does, although Anthropic's API counts them apart.
/// </summary>
public sealed class AnthropicChatClient : IChatClient
{
    /// <summary>Anthropic wants a limit with every question (docs.claude.com/en/api/messages).</summary>
    private const int UsualAnswerTokens = 4_096;

    private readonly IChatClient claude;
    private readonly TimeProvider clock;

    public AnthropicChatClient(HttpClient http, AiEndpoint endpoint, TimeProvider clock)
    {
        this.clock = clock;
        claude = new AnthropicClient
        {
            HttpClient = http,
            BaseUrl = endpoint.BaseUrl.AbsoluteUri.TrimEnd('/'),
            ApiKey = endpoint.ApiKey,
            MaxRetries = 0,
            // The questioner has one.
            Timeout = Timeout.InfiniteTimeSpan,
            Handlers = [new RetryAfterHeader()],
        }.AsIChatClient(endpoint.Model ?? "", UsualAnswerTokens);
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var asked = RetryAfterHeader.Listen();
        try
        {
            return await claude.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw AnthropicFault.From(exception, asked, clock);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The package wraps what was asked for into a fault of its own.
            throw new OperationCanceledException(null, exception, cancellationToken);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var asked = RetryAfterHeader.Listen();
        await using var updates = claude
            .GetStreamingResponseAsync(messages, options, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates, asked, cancellationToken) is { } update)
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <summary>The connections belong to the factory of the <see cref="HttpClient"/>.</summary>
    public void Dispose() { }

    private async Task<ChatResponseUpdate?> NextAsync(
        IAsyncEnumerator<ChatResponseUpdate> updates,
        RetryAfterHeader.Heard asked,
        CancellationToken ct
    )
    {
        try
        {
            return await updates.MoveNextAsync() ? updates.Current : null;
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            throw AnthropicFault.From(exception, asked, clock);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new OperationCanceledException(null, exception, ct);
        }
    }
}

/// <summary>The package's exceptions do not carry the header that says when to come back.</summary>
internal sealed class RetryAfterHeader : DelegatingHandler
{
    private static readonly AsyncLocal<Heard?> Listener = new();

    /// <summary>What the next call of this flow hears goes here.</summary>
    public static Heard Listen() => Listener.Value = new Heard();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode && Listener.Value is { } heard)
        {
            heard.Value = response.Headers.RetryAfter;
        }

        return response;
    }

    internal sealed class Heard
    {
        public System.Net.Http.Headers.RetryConditionHeaderValue? Value { get; set; }
    }
}
