namespace BotStudio.Web.Ai;

/// <summary>Marks the texts in Resources/Web/Ai: keys, models and limits.</summary>
public sealed class AiText;
