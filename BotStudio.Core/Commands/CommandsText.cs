namespace BotStudio.Core.Commands;

/// <summary>Marks the texts in Resources/Core/Commands.</summary>
public sealed class CommandsText;
