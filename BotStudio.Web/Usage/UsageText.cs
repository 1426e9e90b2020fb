namespace BotStudio.Web.Usage;

/// <summary>Marks the texts in Resources/Web/Usage: what AI took and cost, and its limits.</summary>
public sealed class UsageText;
