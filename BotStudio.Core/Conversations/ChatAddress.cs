namespace BotStudio.Core.Conversations;

/// <summary>Where a message goes: a chat and, in forum groups, the topic.</summary>
public sealed record ChatAddress(string ChatId, string? ThreadId, ChatKind Kind);
