using System.Text.RegularExpressions;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Bots.Documents;

/// <summary>An owner's words for a built-in text have to say what it says: the same placeholders, or readers would miss a name or a number.</summary>
internal static partial class SystemTextRules
{
    public static void Check(DocumentCheck check)
    {
        foreach (var (key, text) in check.Document.SystemTexts)
        {
            var place = "/systemTexts/" + key;
            if (!BotTexts.Keys.Contains(key))
            {
                check.Add("document.unknown_system_text", place, key);
                continue;
            }

            check.OptionalText(text, place);
            foreach (var (language, own) in text.Where(own => Languages.IsKnown(own.Key) && own.Value.Length > 0))
            {
                if (!Placeholders(BotTexts.BuiltIn(key, language)).SetEquals(Placeholders(own)))
                {
                    check.Add("document.system_text_placeholders", $"{place}/{language}", "{0}");
                }
            }
        }
    }

    private static HashSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"\{[^{}]*\}?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
