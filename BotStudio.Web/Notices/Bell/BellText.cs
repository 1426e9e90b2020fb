namespace BotStudio.Web.Notices.Bell;

/// <summary>Marks the texts in Resources/Web/Notices/Bell.</summary>
public sealed class BellText;
