using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>What the engine decided: things to say now, what changes with them, and perhaps a question whose answer will be said.</summary>
public sealed record Reply
{
    public IReadOnlyList<OutgoingMessage> Messages { get; init; } = [];

    /// <summary>Asked after <see cref="Messages"/> are said; null when the reply is whole.</summary>
    public Question? Ask { get; init; }

    /// <summary>What the conversation is in the middle of from now on; null leaves it as it was.</summary>
    public ConversationState? State { get; init; }

    /// <summary>What else changes with this reply.</summary>
    public IReadOnlyList<TurnEffect> Effects { get; init; } = [];

    public required ReplyReason Reason { get; init; }

    /// <summary>Something of the owner's that did not work while the reply was chosen, for the bot's card.</summary>
    public Problem? Trouble { get; init; }
}

/// <summary>The step of ChooseReply that answered.</summary>
public enum ReplyStep
{
    Command,
    Button,
    Welcome,
    Ai,
    Fallback,

    /// <summary>A form that is being filled in.</summary>
    Form,

    /// <summary>The bot has no published version yet.</summary>
    NotPublished,

    /// <summary>A tapped button that the live version does not have any more.</summary>
    StaleButton,

    /// <summary>Meant for people of the account: a chat was connected, or something is to be known there.</summary>
    Notice,

    /// <summary>A command that words in the message called.</summary>
    Trigger,

    /// <summary>The contact shared the phone number or the place that a button asked for.</summary>
    Shared,

    /// <summary>What the contact sent is nothing that AI of this bot can hear, see or read.</summary>
    Media,

    /// <summary>A person of the account took over, and the contact is told so.</summary>
    HandOver,

    /// <summary>AI was not asked, or what it said was not passed on: the owner does not want that answered, or the contact asks too much.</summary>
    Safety,
}

/// <summary>The "why" of a reply, kept on the message.</summary>
/// <param name="Command">Name of the command that answered, when one did.</param>
/// <param name="Version">Number of the version that answered; null in the simulator.</param>
/// <param name="Problem">Code of the problem that made the bot fall back, when one did.</param>
public sealed record ReplyReason(ReplyStep Step, string? Command = null, int? Version = null, string? Problem = null)
{
    /// <summary>How many of the oldest messages the model did not see because they did not fit.</summary>
    public int? DroppedTurns { get; init; }

    /// <summary>True when the model saw older messages summed up.</summary>
    public bool? UsedSummary { get; init; }

    /// <summary>True when a budget was used up and its cheaper model answered.</summary>
    public bool? IsCheaper { get; init; }

    /// <summary>True when no model was asked, because the same question was answered before.</summary>
    public bool? IsKept { get; init; }

    /// <summary>True when the owner wants texts judged and nobody could.</summary>
    public bool? IsUnchecked { get; init; }

    /// <summary>True when the model stopped at the token limit.</summary>
    public bool? WasCut { get; init; }

    /// <summary>True when the contact did not want to read on.</summary>
    public bool? WasStopped { get; init; }

    /// <summary>Value for the problem's text; null when it needs none.</summary>
    public string? ProblemDetail { get; init; }

    /// <summary>What the model called before it answered, in this order; null for nothing.</summary>
    public IReadOnlyList<ToolCallMade>? Calls { get; init; }
}
