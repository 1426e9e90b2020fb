namespace BotStudio.Core.Ai;

/// <summary>Asks a language model for one answer. Knows providers and their faults; knows no bot, no contact, no database.</summary>
public interface IAiModel
{
    /// <summary>True when a key is configured; without one nothing can be asked.</summary>
    bool IsConfigured { get; }

    /// <summary>
    /// Retries passing trouble (429, 5xx, no connection) a few times within the time limit; a refusal (other 4xx) is not repeated.
    /// Throws only <see cref="OperationCanceledException"/>, when <paramref name="ct"/> asks for it.
    /// </summary>
    Task<AiAnswer> AskAsync(AiQuestion question, CancellationToken ct);
}

/// <param name="Instructions">The system prompt, variables already filled in.</param>
/// <param name="Turns">Oldest first; the last one is what has to be answered.</param>
/// <param name="Model">The provider's name of the model; null takes the configured default.</param>
/// <param name="Temperature">0 to 2; null leaves it to the model.</param>
/// <param name="MaxOutputTokens">Null leaves it to the model.</param>
public sealed record AiQuestion(string Instructions, IReadOnlyList<AiTurn> Turns, string? Model, double? Temperature, int? MaxOutputTokens);

public sealed record AiTurn(bool FromContact, string Text);

/// <summary>What came of a question.</summary>
public abstract record AiAnswer
{
    private AiAnswer() { }

    /// <param name="TokensIn">As counted by the provider; 0 when it did not say.</param>
    /// <param name="Latency">From the first try to the answer, pauses between tries included.</param>
    /// <param name="DroppedTurns">How many of the oldest turns were left out to fit the model's context.</param>
    /// <param name="WasCut">True when the model stopped at the token limit.</param>
    public sealed record Text(string Value, string Model, int TokensIn, int TokensOut, TimeSpan Latency, int DroppedTurns, bool WasCut)
        : AiAnswer;

    /// <param name="Code">Problem code: <c>ai.no_key</c>, <c>ai.key_refused</c>, <c>ai.quota</c>, <c>ai.overloaded</c>, <c>ai.timeout</c>, <c>ai.unreachable</c>,
    /// <c>ai.refused</c>, <c>ai.model_unknown</c>, <c>ai.prompt_too_long</c>, <c>ai.empty</c>.</param>
    /// <param name="IsPassing">True when asking again later may work.</param>
    /// <param name="RetryAfter">The pause the provider asked for, or null.</param>
    public sealed record Failed(string Code, bool IsPassing, TimeSpan Latency, TimeSpan? RetryAfter = null) : AiAnswer
    {
        /// <summary>Paid for in spite of the failure: an empty answer costs its question.</summary>
        public int TokensIn { get; init; }

        public int TokensOut { get; init; }
    }
}
