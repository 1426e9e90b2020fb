namespace BotStudio.Core.Notices.Bell;

/// <summary>Marks the texts in Resources/Core/Notices/Bell.</summary>
public sealed class BellText;
