using BotStudio.Core.Ai.Models;
using BotStudio.Core.Ai.Providers;
using Microsoft.Extensions.AI;
using Polly;
using Polly.CircuitBreaker;

namespace BotStudio.Core.Ai;

/// <summary>
/// A way to a provider with one key, and how it has been going lately: when nearly everything fails it is not asked for a while, and a key that
/// was refused not until it is another one.
/// </summary>
public sealed class AiConnection(AiProvider provider, IChatClient chat, TimeProvider clock)
{
    /// <summary>Fewer tries than this within <see cref="Memory"/> say nothing: one contact's tries are no reason to stop.</summary>
    private const int EnoughTries = 20;

    private const double NearlyAll = 0.8;
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <summary>The platform's key changes with a restart only, so it is tried again by itself now and then.</summary>
    private static readonly TimeSpan PlatformKeyRests = TimeSpan.FromMinutes(1);

    private readonly ResiliencePipeline<ChatResponse> breaker = new ResiliencePipelineBuilder<ChatResponse> { TimeProvider = clock }
        .AddCircuitBreaker(
            new CircuitBreakerStrategyOptions<ChatResponse>
            {
                MinimumThroughput = EnoughTries,
                FailureRatio = NearlyAll,
                SamplingDuration = Memory,
                BreakDuration = Rest,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is AiProviderException { SaysProviderIsDown: true }),
            }
        )
        .Build();

    /// <summary>Servers that stream nothing, or refuse to, are asked for the whole; what once worked is not doubted any more.</summary>
    private Streaming streaming;

    private long refusedUntil;

    public AiProvider Provider => provider;

    public IChatClient Chat => chat;

    /// <summary>Null when the provider writes nothing down.</summary>
    public IVoiceClient? Voice { get; init; }

    /// <summary>Null when the provider judges no texts.</summary>
    public IModerationClient? Moderation { get; init; }

    /// <summary>The account's key; null for the platform's.</summary>
    public Guid? KeyId { get; init; }

    /// <summary>When the account's key was checked: it says which of its keys this is.</summary>
    public DateTimeOffset CheckedAt { get; init; }

    public bool IsOwn => KeyId is not null;

    public bool IsRefused => clock.GetUtcNow().UtcTicks < Volatile.Read(ref refusedUntil);

    /// <summary>From now on the key is not used.</summary>
    public void Refuse() => Volatile.Write(ref refusedUntil, IsOwn ? long.MaxValue : (clock.GetUtcNow() + PlatformKeyRests).UtcTicks);

    /// <summary>One try.</summary>
    /// <param name="listener">Hears the answer while it is written; null asks for the whole at once.</param>
    /// <param name="timeLimit">Over, it counts against the provider; <paramref name="ct"/>, which ends with it, may end for other reasons, too.</param>
    /// <exception cref="AiProviderException">With <c>ai.paused</c> when the provider is given a rest.</exception>
    public async Task<ChatResponse> AskAsync(
        List<ChatMessage> messages,
        ChatOptions options,
        IAnswerListener? listener,
        CancellationToken timeLimit,
        CancellationToken ct
    )
    {
        try
        {
            return await breaker.ExecuteAsync(
                static (state, token) => state.Connection.TryAsync(state.Messages, state.Options, state.Listener, state.TimeLimit, token),
                (Connection: this, Messages: messages, Options: options, Listener: listener, TimeLimit: timeLimit),
                ct
            );
        }
        catch (BrokenCircuitException resting)
        {
            throw new AiProviderException("ai.paused", isPassing: true, retryAfter: resting.RetryAfter ?? Rest);
        }
        catch (AiProviderException fault) when (fault.Status == 401)
        {
            Refuse();
            throw;
        }
    }

    private async ValueTask<ChatResponse> TryAsync(
        List<ChatMessage> messages,
        ChatOptions options,
        IAnswerListener? listener,
        CancellationToken timeLimit,
        CancellationToken ct
    )
    {
        try
        {
            return listener is null ? await chat.GetResponseAsync(messages, options, ct)
                : streaming is Streaming.Doubtful or Streaming.Never ? await AskForWholeAsync(messages, options, ct)
                : await ListenAsync(messages, options, listener, ct);
        }
        catch (OperationCanceledException silence) when (timeLimit.IsCancellationRequested)
        {
            throw new AiProviderException("ai.timeout", isPassing: true, inner: silence);
        }
    }

    private async Task<ChatResponse> ListenAsync(
        List<ChatMessage> messages,
        ChatOptions options,
        IAnswerListener listener,
        CancellationToken ct
    )
    {
        listener.StartOver();
        var pieces = new List<ChatResponseUpdate>();
        try
        {
            await foreach (var piece in chat.GetStreamingResponseAsync(messages, options, ct))
            {
                pieces.Add(piece);
                if (piece.Text is { Length: > 0 } text)
                {
                    listener.Hear(text);
                }
            }
        }
        catch (AiProviderException refusal) when (refusal.Status is 400 or 404 or 422 && streaming == Streaming.Unknown)
        {
            return await AskForWholeAsync(messages, options, ct);
        }

        var response = pieces.ToChatResponse();
        if (response.FinishReason is not null)
        {
            streaming = Streaming.Works;
            return response;
        }

        // Without a reason for its end an answer was cut off on its way; without a single word, perhaps it was no stream at all.
        streaming = pieces.Count == 0 && streaming == Streaming.Unknown ? Streaming.Doubtful : streaming;
        throw new AiProviderException("ai.unreachable", isPassing: true);
    }

    private async Task<ChatResponse> AskForWholeAsync(List<ChatMessage> messages, ChatOptions options, CancellationToken ct)
    {
        try
        {
            var whole = await chat.GetResponseAsync(messages, options, ct);
            streaming = Streaming.Never;
            return whole;
        }
        catch (AiProviderException)
        {
            // Then streams were not the matter.
            streaming = streaming == Streaming.Doubtful ? Streaming.Unknown : streaming;
            throw;
        }
    }

    private enum Streaming
    {
        Unknown,
        Works,

        /// <summary>The next answer is asked for as a whole.</summary>
        Doubtful,
        Never,
    }
}

/// <summary>Whom a question goes to.</summary>
/// <param name="Model">Its name is the provider's.</param>
public sealed record AiRoute(AiConnection Connection, ModelLimits Model);
