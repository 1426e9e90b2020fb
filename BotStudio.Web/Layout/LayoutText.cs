namespace BotStudio.Web.Layout;

/// <summary>Marks the texts in Resources/Web/Layout.</summary>
public sealed class LayoutText;
