namespace BotStudio.Web.Landing;

/// <summary>Marks the texts in Resources/Web/Landing.</summary>
public sealed class LandingText;
