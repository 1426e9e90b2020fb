namespace BotStudio.Core.Conversations;

/// <summary>Shows contacts that their bot is at work; <c>Channels</c> knows how.</summary>
public interface IChatPresence
{
    /// <summary>Shows for a few seconds that the bot is writing. Best effort: trouble is not reported.</summary>
    Task ShowTypingAsync(ConversationRef conversation, CancellationToken ct);
}
