using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Conversations;

/// <summary>Shows contacts that their bot is at work; <c>Channels</c> knows how.</summary>
public interface IChatPresence
{
    /// <summary>Shows for a few seconds that the bot is writing. Best effort: trouble is not reported.</summary>
    Task ShowTypingAsync(ConversationRef conversation, CancellationToken ct);

    /// <summary>The chat can show a text that is still being written.</summary>
    bool ShowsDrafts(ConversationRef conversation);

    /// <summary>Shows what is written so far in place of what was shown before. Trouble is in the answer, never an exception.</summary>
    Task<DraftShown> ShowDraftAsync(ConversationRef conversation, Draft draft, CancellationToken ct);
}

public static class ChatPresenceWhile
{
    /// <summary>The contact sees that the bot is writing when the answer takes longer than this.</summary>
    private static readonly TimeSpan TypingAfter = TimeSpan.FromMilliseconds(600);

    /// <summary>Telegram shows it for 5 seconds (Bot API, sendChatAction).</summary>
    private static readonly TimeSpan TypingEvery = TimeSpan.FromSeconds(4.5);

    /// <summary>Shows that the bot is writing until the answer is there, which is not looked at.</summary>
    public static async Task ShowTypingUntilAsync(
        this IChatPresence presence,
        Task answering,
        ConversationRef conversation,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var pause = TypingAfter;
        while (!answering.IsCompleted)
        {
            try
            {
                await answering.WaitAsync(pause, clock, ct);
            }
            catch (TimeoutException) when (!answering.IsCompleted)
            {
                _ = presence.ShowTypingAsync(conversation, ct);
                pause = TypingEvery;
            }
        }
    }
}
