namespace BotStudio.Core.Files;

/// <summary>Marks the texts in Resources/Core/Files.</summary>
public sealed class FilesText;
