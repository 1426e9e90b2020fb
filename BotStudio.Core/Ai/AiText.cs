namespace BotStudio.Core.Ai;

/// <summary>Marks the texts in Resources/Core/Ai: why AI did not answer and what to do about it.</summary>
public sealed class AiText;
