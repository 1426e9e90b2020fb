using System.Text.Json;
using BotStudio.Core.Ai.Budgets;

namespace BotStudio.Core.Ai;

/// <summary>Asks a language model for one answer. Knows providers and their faults; knows no bot, no contact, no database.</summary>
public interface IAiModel
{
    /// <summary>True when the platform has a key; without one only accounts with keys of their own can ask.</summary>
    bool IsConfigured { get; }

    /// <summary>
    /// Retries passing trouble (429, 5xx, no connection) a few times within the time limit; a refusal (other 4xx) is not repeated.
    /// Throws only <see cref="OperationCanceledException"/>, when <paramref name="ct"/> asks for it.
    /// </summary>
    Task<AiAnswer> AskAsync(AiQuestion question, CancellationToken ct);
}

/// <param name="Instructions">The system prompt, variables already filled in.</param>
/// <param name="Turns">Oldest first; the last one is what has to be answered.</param>
/// <param name="Model">The provider's name of the model; null takes the configured default. A route says it for itself.</param>
/// <param name="Temperature">0 to 2; null leaves it to the model.</param>
/// <param name="MaxOutputTokens">Null leaves it to the model.</param>
public sealed record AiQuestion(string Instructions, IReadOnlyList<AiTurn> Turns, string? Model, double? Temperature, int? MaxOutputTokens)
{
    /// <summary>Whom to ask; null asks the platform's provider.</summary>
    public AiRoute? Route { get; init; }

    /// <summary>Of the configured time limit; less than 1 leaves time to ask another model.</summary>
    public double ShareOfTime { get; init; } = 1;

    /// <summary>
    /// What was said before the turns, in short; null for nothing. It was made from the contact's words, so it goes as theirs and not as
    /// instructions.
    /// </summary>
    public string? Summary { get; init; }

    /// <summary>What the model may call instead of answering.</summary>
    public IReadOnlyList<AiTool> Tools { get; init; } = [];

    /// <summary>False: the tools are named because they were called before, and now the model has to answer with what it knows.</summary>
    public bool MayCall { get; init; } = true;

    /// <summary>What the model has called since the last turn, and what came of it; oldest first.</summary>
    public IReadOnlyList<AiRound> Rounds { get; init; } = [];

    /// <summary>Hears the answer while it is written; null asks for the whole at once.</summary>
    public IAnswerListener? Listener { get; init; }
}

public sealed record AiTurn(bool FromContact, string Text)
{
    /// <summary>What the model sees beside the text; only for models that see.</summary>
    public IReadOnlyList<AiPicture> Pictures { get; init; } = [];
}

/// <param name="MediaType">JPEG, PNG, GIF or WebP, which every provider takes.</param>
public sealed record AiPicture(string MediaType, ReadOnlyMemory<byte> Content);

/// <summary>Something that the model may call.</summary>
/// <param name="Name">Letters, digits, <c>_</c> and <c>-</c>, at most 64 (platform.openai.com/docs/api-reference/chat).</param>
/// <param name="Parameters">JSON schema of an object.</param>
public sealed record AiTool(string Name, string Description, JsonElement Parameters);

/// <param name="Id">The provider's; the result goes back under it.</param>
/// <param name="Arguments">As the model wrote them: meant to be a JSON object, and now and then none.</param>
public sealed record AiToolCall(string Id, string Name, string Arguments);

/// <param name="Text">What the model said beside its calls; often empty.</param>
/// <param name="Results">One for each call, in the same order.</param>
public sealed record AiRound(string Text, IReadOnlyList<AiToolCall> Calls, IReadOnlyList<string> Results);

/// <summary>Hears an answer while the model writes it. Is called one at a time, and must not wait.</summary>
public interface IAnswerListener
{
    void Hear(string piece);

    /// <summary>What was heard so far will not be the answer: the model is asked anew.</summary>
    void StartOver();
}

/// <summary>What came of a question.</summary>
public abstract record AiAnswer
{
    private AiAnswer() { }

    /// <summary>Key of the provider that was asked; empty when nobody was.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The part of the question's tokens that the provider had in its cache.</summary>
    public int TokensCached { get; init; }

    /// <summary>US dollars by the price valid at the moment; null when nobody knows it.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The provider was called, however that ended.</summary>
    public bool WasAsked { get; init; }

    /// <summary>A budget is used up and its cheaper model answered.</summary>
    public bool IsCheaper { get; init; }

    /// <summary>What was set aside in budgets, to be settled with what it really took.</summary>
    public Guid? ReservationId { get; init; }

    /// <summary>Other models that were asked the same question.</summary>
    public IReadOnlyList<AiAnswer> Also { get; init; } = [];

    /// <summary>Asked with the account's own key.</summary>
    public bool IsOwnKey { get; init; }

    /// <param name="TokensIn">As counted by the provider; 0 when it did not say.</param>
    /// <param name="Latency">From the first try to the answer, pauses between tries included.</param>
    /// <param name="DroppedTurns">How many of the oldest turns were left out to fit the model's context.</param>
    /// <param name="WasCut">True when the model stopped at the token limit.</param>
    public sealed record Text(string Value, string Model, int TokensIn, int TokensOut, TimeSpan Latency, int DroppedTurns, bool WasCut)
        : AiAnswer;

    /// <summary>The model wants to know something before it answers.</summary>
    /// <param name="Said">What it said beside the calls; often empty.</param>
    public sealed record Calls(
        IReadOnlyList<AiToolCall> Wanted,
        string Said,
        string Model,
        int TokensIn,
        int TokensOut,
        TimeSpan Latency,
        int DroppedTurns
    ) : AiAnswer;

    /// <param name="Code">Problem code: <c>ai.no_key</c>, <c>ai.key_refused</c>, <c>ai.own_key_refused</c>, <c>ai.own_unreachable</c>, <c>ai.quota</c>, <c>ai.overloaded</c>, <c>ai.timeout</c>, <c>ai.unreachable</c>,
    /// <c>ai.refused</c>, <c>ai.model_unknown</c>, <c>ai.prompt_too_long</c>, <c>ai.empty</c>, <c>ai.paused</c>, <c>ai.limit_reached</c>.</param>
    /// <param name="IsPassing">True when asking again later may work.</param>
    /// <param name="RetryAfter">The pause the provider asked for, or null.</param>
    public sealed record Failed(string Code, bool IsPassing, TimeSpan Latency, TimeSpan? RetryAfter = null) : AiAnswer
    {
        /// <summary>Paid for in spite of the failure: an empty answer costs its question.</summary>
        public int TokensIn { get; init; }

        public int TokensOut { get; init; }

        /// <summary>The budget that lets nobody be asked, with <c>ai.limit_reached</c>.</summary>
        public AiBudget? UsedUp { get; init; }

        /// <summary>Null when nobody was asked.</summary>
        public string? Model { get; init; }
    }
}
