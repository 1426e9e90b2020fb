namespace BotStudio.Web.Bots;

/// <summary>Marks the texts in Resources/Web/Bots.</summary>
public sealed class BotsText;
