namespace BotStudio.Web.Forms.Entries;

/// <summary>Marks the texts in Resources/Web/Forms/Entries.</summary>
public sealed class EntriesText;
