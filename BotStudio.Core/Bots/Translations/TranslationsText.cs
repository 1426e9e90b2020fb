namespace BotStudio.Core.Bots.Translations;

/// <summary>Marks the texts in Resources/Core/Bots/Translations.</summary>
public sealed class TranslationsText;
