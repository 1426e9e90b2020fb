namespace BotStudio.Web.Notices;

/// <summary>Marks the texts in Resources/Web/Notices.</summary>
public sealed class NoticesText;
