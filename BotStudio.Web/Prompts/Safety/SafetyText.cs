namespace BotStudio.Web.Prompts.Safety;

/// <summary>Marks the texts in Resources/Web/Prompts/Safety.</summary>
public sealed class SafetyText;
