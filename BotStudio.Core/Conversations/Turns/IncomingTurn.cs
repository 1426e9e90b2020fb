using BotStudio.Core.Jobs;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>A message that waits for its answer, and the job that must not end without one.</summary>
public sealed record IncomingTurn(ClaimedJob Job, Guid AccountId, Guid BotId, string Channel, IncomingMessage Message)
{
    /// <summary>Jobs that the same answer ends: the other parts of an album.</summary>
    public IReadOnlyList<long> AlsoEnds { get; init; } = [];
}

/// <summary>A conversation with the person it is about.</summary>
public sealed record KnownConversation(ConversationRef Reference, Sender Person);

/// <summary>A conversation as a turn needs it.</summary>
public sealed record ConversationRef(Guid Id, Guid ContactId, Guid AccountId, Guid BotId, string Channel, ChatAddress Chat)
{
    /// <summary>Where it stood when the message came.</summary>
    public Situation Situation { get; init; } = Situation.Fresh;
}
