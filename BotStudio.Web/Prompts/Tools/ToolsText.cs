namespace BotStudio.Web.Prompts.Tools;

/// <summary>Marks the texts in Resources/Web/Prompts/Tools.</summary>
public sealed class ToolsText;
