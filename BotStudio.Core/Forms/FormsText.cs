namespace BotStudio.Core.Forms;

/// <summary>Marks the texts in Resources/Core/Forms.</summary>
public sealed class FormsText;
