namespace BotStudio.Web.Shared;

/// <summary>Marks the texts in Resources/Web/Shared.</summary>
public sealed class SharedText;
