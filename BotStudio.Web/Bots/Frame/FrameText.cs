namespace BotStudio.Web.Bots.Frame;

/// <summary>Marks the texts in Resources/Web/Bots/Frame.</summary>
public sealed class FrameText;
