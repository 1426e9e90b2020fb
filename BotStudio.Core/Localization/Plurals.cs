using System.Globalization;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Localization;

/// <summary>
/// Texts with a number in them. A key has four forms, each a whole sentence: <c>bots.count.one</c>, <c>.few</c>, <c>.many</c> and <c>.other</c>;
/// {0} is the number. Which one a number takes is CLDR's rule for whole numbers in the reader's language.
/// </summary>
public static class Plurals
{
    /// <param name="more">Values for {1} and on.</param>
    public static string Plural(this IStringLocalizer texts, string key, long count, params object[] more) =>
        texts[$"{key}.{FormOf(count, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)}", [count, .. more]];

    /// <summary>Unicode CLDR, plural rules (cardinal): en and de know one and other; uk, ru and pl tell few from many.</summary>
    public static string FormOf(long count, string language)
    {
        var ends = Math.Abs(count) % 10;
        var isTeen = Math.Abs(count) % 100 is >= 11 and <= 14;
        return language switch
        {
            "uk" or "ru" when ends == 1 && !isTeen => "one",
            "pl" when count is 1 or -1 => "one",
            "uk" or "ru" or "pl" when ends is >= 2 and <= 4 && !isTeen => "few",
            "uk" or "ru" or "pl" => "many",
            _ => count is 1 or -1 ? "one" : "other",
        };
    }
}
