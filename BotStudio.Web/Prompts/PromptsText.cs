namespace BotStudio.Web.Prompts;

/// <summary>Marks the texts in Resources/Web/Prompts.</summary>
public sealed class PromptsText;
