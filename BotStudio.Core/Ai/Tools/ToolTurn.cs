using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Ai.Tools;

/// <summary>The turn in which the model calls tools.</summary>
/// <param name="Context">The bot, the contact's message, and where the conversation stands.</param>
public sealed record ToolTurn(TurnContext Context)
{
    /// <param name="situation">Where the conversation stands after the first part of the reply.</param>
    public static ToolTurn Of(BotSnapshot bot, IncomingMessage message, Situation situation, ReplyReason reason, DateTimeOffset now) =>
        new(new TurnContext(bot, message, situation, bot.LanguageOf(situation.Contact, message.From), now) { Reason = reason });

    public ServerCalls Servers { get; init; } = ServerCalls.None;

    /// <summary>Null where nothing is stored: in a trial.</summary>
    public Guid? ContactId { get; init; }

    public Guid? ConversationId { get; init; }

    /// <summary>Hears the answer while it is written; null for nobody.</summary>
    public IAnswerListener? Listener { get; init; }

    /// <summary>Called when a tool of the owner's is about to be called; null for nobody who wants to know.</summary>
    public Action? BeforeServer { get; init; }
}

/// <summary>Whether tools of the owner's are really called.</summary>
public enum ServerCalls
{
    /// <summary>In a trial: the model is told that it is one.</summary>
    None,

    /// <summary>In a trial, by the owner's wish; the server is told that it is one.</summary>
    Trial,

    Live,
}

/// <summary>What the model said in the end, and what its calls did on the way.</summary>
/// <param name="Answer">A text or a failure.</param>
public sealed record ToolAnswer(AiAnswer Answer)
{
    /// <summary>Answers before the last one, each a round of calls; their usage is written down already.</summary>
    public IReadOnlyList<AiAnswer.Calls> Rounds { get; init; } = [];

    /// <summary>For the "why"; null for none.</summary>
    public IReadOnlyList<ToolCallMade>? Calls { get; init; }

    /// <summary>Said behind the model's words.</summary>
    public IReadOnlyList<SaidByTool> Said { get; init; } = [];

    public IReadOnlyList<TurnEffect> Effects { get; init; } = [];

    /// <inheritdoc cref="Reply.State"/>
    public ConversationState? State { get; init; }

    /// <inheritdoc cref="Reply.Ask"/>
    public AskedTurnPart? Ask { get; init; }

    /// <summary>A question of a form that was to be asked again is not: the conversation has moved on.</summary>
    public bool MovedOn { get; init; }

    /// <summary>Servers that were called, and why the owner should look at one; null when all is well.</summary>
    public IReadOnlyList<(string Tool, string Host, Problem? Trouble)> Servers { get; init; } = [];

    /// <summary>What all answers of the turn took together, for its message.</summary>
    public AiUsage? Usage()
    {
        var (model, tokensIn, tokensOut, latency) = Answer switch
        {
            AiAnswer.Text text => (text.Model, text.TokensIn, text.TokensOut, text.Latency),
            AiAnswer.Failed failed => (failed.Model ?? "", failed.TokensIn, failed.TokensOut, failed.Latency),
            _ => ("", 0, 0, TimeSpan.Zero),
        };
        if (tokensIn + tokensOut == 0 && Rounds.Count == 0 && Answer is AiAnswer.Failed)
        {
            return null;
        }

        return new AiUsage(
            StoredText.Clean(model.Length == 0 ? Rounds[^1].Model : model),
            tokensIn + Rounds.Sum(round => round.TokensIn),
            tokensOut + Rounds.Sum(round => round.TokensOut),
            (int)(latency + Rounds.Aggregate(TimeSpan.Zero, (sum, round) => sum + round.Latency)).TotalMilliseconds
        )
        {
            TokensCached = Answer.TokensCached + Rounds.Sum(round => round.TokensCached),
            Cost = Rounds.Aggregate(Answer.Cost, (sum, round) => sum + round.Cost),
        };
    }

    /// <summary>Something follows even when the model has found no words.</summary>
    public bool SaysSomething => Said.Count > 0 || Ask is not null;
}

/// <param name="Reason">Why it is said.</param>
public sealed record SaidByTool(OutgoingMessage Message, ReplyReason Reason);

/// <summary>A question that a command asks, such as one for the owner's server.</summary>
/// <param name="Message">What it is about.</param>
public sealed record AskedTurnPart(Question Question, IncomingMessage Message, ReplyReason Reason);
