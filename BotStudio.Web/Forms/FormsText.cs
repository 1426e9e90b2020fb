namespace BotStudio.Web.Forms;

/// <summary>Marks the texts in Resources/Web/Forms.</summary>
public sealed class FormsText;
