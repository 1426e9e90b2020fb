using System.Globalization;
using System.Text;

namespace BotStudio.Core.Commands;

/// <summary>Brings messages and phrases into the form in which they are compared.</summary>
internal static class TriggerText
{
    private const string Frame = ".,!?…:;\"'«»„“”()[]-–—¡¿";

    /// <summary>
    /// Small letters, one form of each character, one blank between words; all apostrophes are one (об'єкт, об’єкт), and ё is written е as most
    /// people do.
    /// </summary>
    public static string Normalize(string text)
    {
        var composed = Compose(text);
        var result = new StringBuilder(composed.Length);
        foreach (var c in composed)
        {
            if (char.IsWhiteSpace(c))
            {
                if (result.Length > 0 && result[^1] != ' ')
                {
                    result.Append(' ');
                }
            }
            // U+200D joins emoji and is part of them; other format characters are invisible.
            else if (char.GetUnicodeCategory(c) != UnicodeCategory.Format || c == '\u200d')
            {
                result.Append(
                    char.ToLowerInvariant(c) switch
                    {
                        '\u2019' or '\u02bc' or '\u2018' or '`' or '\u00b4' => '\'',
                        'ё' => 'е',
                        var small => small,
                    }
                );
            }
        }

        return result.ToString().TrimEnd();
    }

    /// <summary>Without the signs around it: "Price?" is the word price, and "👍" stays what it is.</summary>
    public static ReadOnlySpan<char> WithoutFrame(ReadOnlySpan<char> normalized)
    {
        var (start, end) = (0, normalized.Length);
        while (start < end && IsFrame(normalized[start]))
        {
            start++;
        }

        while (end > start && IsFrame(normalized[end - 1]))
        {
            end--;
        }

        return start == end ? normalized : normalized[start..end];
    }

    /// <summary>Letters, digits, accents, and apostrophes between them.</summary>
    public static bool IsInWord(ReadOnlySpan<char> text, int at) =>
        at >= 0
        && at < text.Length
        && (IsLetter(text[at]) || (text[at] == '\'' && at > 0 && at < text.Length - 1 && IsLetter(text[at - 1]) && IsLetter(text[at + 1])));

    private static bool IsLetter(char c) =>
        char.IsLetterOrDigit(c)
        || c == '_'
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsFrame(char c) => c is ' ' || Frame.Contains(c);

    private static string Compose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair: it is compared as it is.
            return text;
        }
    }
}
