namespace BotStudio.Core.Bots;

/// <summary>Marks the texts in Resources/Core/Bots.</summary>
public sealed class BotsText;
