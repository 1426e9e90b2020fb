namespace BotStudio.Core.Localization;

/// <summary>
/// A text of a bot in some of its languages, keyed by language code. In JSON an object: <c>{"en":"Hello","uk":"Вітаю"}</c>.
/// A reader gets their language, else the bot's default, else any that is there.
/// </summary>
public sealed class LocalizedText : Dictionary<string, string>
{
    public LocalizedText() { }

    public LocalizedText(string language, string text) => this[language] = text;

    public bool IsBlank => Values.All(string.IsNullOrWhiteSpace);

    public string In(string language, string defaultLanguage)
    {
        if (TryGetValue(language, out var text) && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        if (TryGetValue(defaultLanguage, out text) && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        return Values.FirstOrDefault(value => !string.IsNullOrWhiteSpace(value)) ?? "";
    }
}
