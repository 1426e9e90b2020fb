using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Conversations.Bursts;

/// <summary>What a chat has written while its bot was answering; <c>Channels</c> knows how it is stored.</summary>
public interface IWaitingMessages
{
    /// <summary>What stands directly behind a job in its lane, in order, up to the first that is no message. They stay where they are.</summary>
    Task<IReadOnlyList<WaitingMessage>> BehindAsync(ClaimedJob job, ConversationRef conversation, CancellationToken ct);
}

/// <summary>A message that no turn has taken yet.</summary>
/// <param name="JobIds">Its own, and those of the other parts of an album.</param>
/// <param name="CameAt">The last part of it.</param>
public sealed record WaitingMessage(IncomingMessage Message, IReadOnlyList<long> JobIds, DateTimeOffset CameAt);
