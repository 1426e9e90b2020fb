using BotStudio.Core.Ai.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Ai;

/// <summary>Asks one provider for one answer, as often as it makes sense. While it waits it holds no thread.</summary>
public sealed partial class AiModel(AiConnections connections, IOptions<OpenAiOptions> options, TimeProvider clock, ILogger<AiModel> log)
    : IAiModel
{
    private const int MaxTries = 4;

    /// <summary>Before the second try; each further pause is twice as long, and all are jittered so that a crowd does not come back at once.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private readonly OpenAiOptions options = options.Value;

    public bool IsConfigured => connections.HasPlatformKey;

    public async Task<AiAnswer> AskAsync(AiQuestion question, CancellationToken ct)
    {
        if ((question.Route ?? connections.PlatformRoute(question.Model)) is not { } route)
        {
            return new AiAnswer.Failed("ai.no_key", IsPassing: false, TimeSpan.Zero);
        }

        var answer =
            route.Connection.IsRefused ? new AiAnswer.Failed("ai.key_refused", IsPassing: false, TimeSpan.Zero)
            : FitContext.TurnsToDrop(question, route.Model) is { } dropped
                ? await AskWithinTimeLimitAsync(question, route, dropped, ct) with
                {
                    WasAsked = true,
                }
            : new AiAnswer.Failed("ai.prompt_too_long", IsPassing: false, TimeSpan.Zero);
        answer = answer with { Provider = route.Connection.Provider.Key, IsOwnKey = route.Connection.IsOwn };
        return answer is AiAnswer.Failed failed
            ? failed with
            {
                Model = route.Model.Name,
                Code = route.Connection.IsOwn ? OfOwnKey(failed.Code) : failed.Code,
            }
            : answer;
    }

    /// <summary>What the owner can put right themselves is said in other words.</summary>
    private static string OfOwnKey(string code) =>
        code switch
        {
            "ai.key_refused" => "ai.own_key_refused",
            "ai.unreachable" => "ai.own_unreachable",
            _ => code,
        };

    private static ChatOptions Options(AiQuestion question, ModelLimits limits) =>
        new()
        {
            ModelId = limits.Name,
            Temperature = limits.TakesTemperature ? (float?)question.Temperature : null,
            // A model that is not known may well give longer answers than we count on.
            MaxOutputTokens =
                question.MaxOutputTokens > limits.MaxOutputTokens && limits.IsKnown ? limits.MaxOutputTokens : question.MaxOutputTokens,
            // A model that knows no tools refuses the whole question.
            Tools = question.Tools.Count == 0 || !limits.CallsTools ? null : [.. question.Tools.Select(QuestionMessages.Declare)],
            ToolMode = question.Tools.Count == 0 || question.MayCall ? null : ChatToolMode.None,
        };

    private async Task<AiAnswer> AskWithinTimeLimitAsync(AiQuestion question, AiRoute route, int dropped, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var limit = options.TimeLimit * question.ShareOfTime;
        using var timeLimit = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeLimit.Token);
        try
        {
            var (messages, asked) = (QuestionMessages.Of(question, dropped), Options(question, route.Model));
            var response = await AskUntilAnsweredAsync(
                () => route.Connection.AskAsync(messages, asked, question.Listener, timeLimit.Token, either.Token),
                started,
                limit,
                either.Token
            );
            return Read(response, route.Model.Name, dropped, clock.GetElapsedTime(started));
        }
        catch (AiProviderException fault)
        {
            ct.ThrowIfCancellationRequested();
            return Failed(fault.Code, fault.IsPassing, started, fault.RetryAfter);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed("ai.timeout", isPassing: true, started);
        }
    }

    private async Task<ChatResponse> AskUntilAnsweredAsync(Func<Task<ChatResponse>> ask, long started, TimeSpan limit, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await ask();
            }
            catch (AiProviderException fault) when (PauseBeforeNextTry(fault, tries, started, limit) is { } pause)
            {
                LogRetry(log, fault.Code, fault.Status, fault.ProviderCode, tries, pause);
                await Task.Delay(pause, clock, ct);
            }
        }
    }

    /// <summary>Null when another try is useless, was made often enough, or would begin after the time limit.</summary>
    private TimeSpan? PauseBeforeNextTry(AiProviderException fault, int tries, long started, TimeSpan limit)
    {
        if (!fault.IsPassing || fault.Code is "ai.timeout" or "ai.paused" || tries >= MaxTries)
        {
            return null;
        }

        var growing = FirstPause * Math.Pow(2, tries - 1) * Jitter(0.75, 1.25);
        var asked = (fault.RetryAfter ?? TimeSpan.Zero) * Jitter(1, 1.1);
        var pause = growing > asked ? growing : asked;
        return clock.GetElapsedTime(started) + pause < limit ? pause : null;
    }

    private static double Jitter(double from, double to) => double.Lerp(from, to, Random.Shared.NextDouble());

    private AiAnswer Read(ChatResponse response, string asked, int dropped, TimeSpan latency)
    {
        var text = response.Text;
        var wasCut = response.FinishReason == ChatFinishReason.Length;
        var tokensIn = (int)(response.Usage?.InputTokenCount ?? 0);
        var tokensOut = (int)(response.Usage?.OutputTokenCount ?? 0);
        var cached = Math.Clamp((int)(response.Usage?.CachedInputTokenCount ?? 0), 0, tokensIn);
        var calls = QuestionMessages.CallsIn(response);
        if (calls.Count > 0)
        {
            return new AiAnswer.Calls(calls, text, response.ModelId ?? asked, tokensIn, tokensOut, latency, dropped)
            {
                TokensCached = cached,
            };
        }

        if (!string.IsNullOrWhiteSpace(text))
        {
            return new AiAnswer.Text(text, response.ModelId ?? asked, tokensIn, tokensOut, latency, dropped, wasCut)
            {
                TokensCached = cached,
            };
        }

        var code = response.FinishReason == ChatFinishReason.ContentFilter ? "ai.refused" : "ai.empty";
        LogFailed(log, code, latency);
        return new AiAnswer.Failed(code, IsPassing: false, latency)
        {
            TokensIn = tokensIn,
            TokensOut = tokensOut,
            TokensCached = cached,
        };
    }

    private AiAnswer.Failed Failed(string code, bool isPassing, long started, TimeSpan? retryAfter = null)
    {
        var latency = clock.GetElapsedTime(started);
        LogFailed(log, code, latency);
        return new AiAnswer.Failed(code, isPassing, latency, retryAfter);
    }

    [LoggerMessage(LogLevel.Information, "AI call failed with {Code} (HTTP {Status}, {ProviderCode}) on try {Tries}; next one in {Pause}")]
    private static partial void LogRetry(ILogger log, string code, int status, string? providerCode, int tries, TimeSpan pause);

    [LoggerMessage(LogLevel.Warning, "AI call gave no answer: {Code} after {Latency}")]
    private static partial void LogFailed(ILogger log, string code, TimeSpan latency);
}
