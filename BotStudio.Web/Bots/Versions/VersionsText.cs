namespace BotStudio.Web.Bots.Versions;

/// <summary>Marks the texts in Resources/Web/Bots/Versions.</summary>
public sealed class VersionsText;
