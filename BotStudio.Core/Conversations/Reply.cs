using BotStudio.Core.Bots;

namespace BotStudio.Core.Conversations;

/// <summary>What the engine decided: things to say now, or a question for the model whose answer will be said.</summary>
public sealed record Reply
{
    public IReadOnlyList<OutgoingMessage> Messages { get; init; } = [];

    public AiRequest? Ai { get; init; }

    public required ReplyReason Reason { get; init; }
}

/// <summary>A question the engine wants asked. The history is added by whoever asks it.</summary>
/// <param name="Values">Fills the prompt's variables; names the language to answer in.</param>
/// <param name="Question">What the contact wrote.</param>
/// <param name="Fallback">Said when no answer comes.</param>
public sealed record AiRequest(CompiledPrompt Prompt, TemplateValues Values, string Question, string Fallback);

/// <summary>The step of ChooseReply that answered.</summary>
public enum ReplyStep
{
    Command,
    Button,
    Welcome,
    Ai,
    Fallback,

    /// <summary>The bot has no published version yet.</summary>
    NotPublished,

    /// <summary>A tapped button that the live version does not have any more.</summary>
    StaleButton,
}

/// <summary>The "why" of a reply, kept on the message.</summary>
/// <param name="Command">Name of the command that answered, when one did.</param>
/// <param name="Version">Number of the version that answered; null in the simulator.</param>
/// <param name="Problem">Code of the problem that made the bot fall back, when one did.</param>
public sealed record ReplyReason(ReplyStep Step, string? Command = null, int? Version = null, string? Problem = null)
{
    /// <summary>How many of the oldest messages the model did not see because they did not fit.</summary>
    public int? DroppedTurns { get; init; }

    /// <summary>True when the model stopped at the token limit.</summary>
    public bool? WasCut { get; init; }
}
