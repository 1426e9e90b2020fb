namespace BotStudio.Core.Admin.Letters;

/// <summary>Marks the texts in Resources/Core/Admin/Letters.</summary>
public sealed class LettersText;
