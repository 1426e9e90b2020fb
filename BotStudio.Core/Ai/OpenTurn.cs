using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Ai;

/// <summary>A turn that waits for the model's answer, and the job that must not end without one.</summary>
public sealed record OpenTurn(ClaimedJob Job, ConversationRef Conversation, AskedTurn Asked)
{
    /// <summary>Where the conversation stands after what was said at once.</summary>
    public Situation Situation { get; init; } = Conversation.Situation;

    /// <summary>Happens with the turn, whatever it is answered with.</summary>
    public IReadOnlyList<TurnEffect> Also { get; init; } = [];

    /// <summary>The question should have been judged, and nobody could.</summary>
    public bool IsUnchecked { get; init; }

    /// <summary>Where the answer is kept for others; null when it is not.</summary>
    public KeptUnder? KeepUnder { get; init; }

    public AiRequest Request => (AiRequest)Asked.Question;

    public AiCaller Caller =>
        new(Conversation.AccountId, Conversation.BotId, Conversation.ContactId)
        {
            Kind = UsageKind.Reply,
            // A question that has grown is another one to its budgets: what the shorter one took stays counted.
            TurnId = Asked.LastHeardId,
        };
}

/// <param name="Key">The question's fingerprint.</param>
/// <param name="For">How long.</param>
public sealed record KeptUnder(byte[] Key, TimeSpan For);
