namespace BotStudio.Web.Bots.Translations;

/// <summary>Marks the texts in Resources/Web/Bots/Translations.</summary>
public sealed class TranslationsText;
