namespace BotStudio.Core.Notices;

/// <summary>Marks the texts in Resources/Core/Notices.</summary>
public sealed class NoticesText;
