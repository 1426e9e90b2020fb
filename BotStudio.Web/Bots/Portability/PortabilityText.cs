namespace BotStudio.Web.Bots.Portability;

/// <summary>Marks the texts in Resources/Web/Bots/Portability.</summary>
public sealed class PortabilityText;
