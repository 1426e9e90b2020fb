namespace BotStudio.Core.Tools;

/// <summary>Marks the texts in Resources/Core/Tools.</summary>
public sealed class ToolsText;
