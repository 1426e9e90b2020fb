namespace BotStudio.Web.Bots.Settings;

/// <summary>Marks the texts in Resources/Web/Bots/Settings.</summary>
public sealed class SettingsText;
