namespace BotStudio.Web.Landing.BotPages;

/// <summary>Marks the texts in Resources/Web/Landing/BotPages.</summary>
public sealed class BotPagesText;
