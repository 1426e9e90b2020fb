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

    /// <summary>A copy with another text in one language; an empty one takes the language out. The same object when nothing changes.</summary>
    public LocalizedText With(string language, string text)
    {
        if (GetValueOrDefault(language) == text)
        {
            return this;
        }

        var changed = new LocalizedText();
        foreach (var (code, value) in this)
        {
            changed[code] = value;
        }

        if (text.Length == 0)
        {
            changed.Remove(language);
        }
        else
        {
            changed[language] = text;
        }

        return changed;
    }

    /// <summary>The text in exactly this language; empty when there is none.</summary>
    public string GetValueOrDefault(string language) => TryGetValue(language, out var text) ? text : "";

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
