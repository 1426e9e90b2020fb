namespace BotStudio.Core.Conversations.Turns;

/// <summary>The contact was asked to share something by a button in place of their keyboard. Other messages are answered meanwhile.</summary>
/// <param name="ButtonId">Of the menu's button that asked.</param>
/// <param name="Request">What they were asked for.</param>
public sealed record PendingShare(string ButtonId, KeyRequest Request);
