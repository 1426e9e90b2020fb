namespace BotStudio.Web.Commands;

/// <summary>Marks the texts in Resources/Web/Commands.</summary>
public sealed class CommandsText;
