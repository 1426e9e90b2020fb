namespace BotStudio.Web.Bots.Overview;

/// <summary>Marks the texts in Resources/Web/Bots/Overview.</summary>
public sealed class OverviewText;
