using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Localization;

namespace BotStudio.Web.Bots.Translations;

/// <summary>The owner's words for what every bot says.</summary>
public static class SystemTextEdits
{
    public static string OwnWords(this BotDocument document, string key, string language) =>
        document.SystemTexts.TryGetValue(key, out var own) ? own.GetValueOrDefault(language) : "";

    /// <param name="words">Empty ones give the text back to the product.</param>
    public static BotDocument SayInOwnWords(this BotDocument document, string key, string language, string words)
    {
        if (document.OwnWords(key, language) == words)
        {
            return document;
        }

        var changed = new SortedDictionary<string, LocalizedText>(StringComparer.Ordinal);
        foreach (var (other, own) in document.SystemTexts)
        {
            changed[other] = own;
        }

        changed[key] = (changed.GetValueOrDefault(key) ?? []).With(language, words);
        if (changed[key].Count == 0)
        {
            changed.Remove(key);
        }

        return document with
        {
            SystemTexts = changed,
        };
    }

    /// <summary>Keys of texts that are said in this language: of a text with a number only the forms that it has.</summary>
    public static IEnumerable<string> KeysIn(string language) =>
        BotTexts.Keys.Where(key =>
            key[(key.LastIndexOf('.') + 1)..] switch
            {
                "few" or "many" => Plurals.FormOf(2, language) == "few",
                "other" => Plurals.FormOf(2, language) == "other",
                _ => true,
            }
        );
}
