using System.Globalization;
using System.Text;
using BotStudio.Core.Data;

namespace BotStudio.Core.Bots.Documents;

/// <summary>What a stranger wrote, as a single line that cannot pass for something else.</summary>
internal static class OneLine
{
    /// <summary>Line breaks and control characters become blanks; marks that turn the direction of what follows are left out.</summary>
    public static string Of(string text, int maxLength)
    {
        var cut = StoredText.Cut(text, maxLength);
        if (!cut.Any(c => IsBreak(c) || TurnsDirection(c)))
        {
            return cut;
        }

        var result = new StringBuilder(cut.Length);
        foreach (var c in cut.Where(c => !TurnsDirection(c)))
        {
            result.Append(IsBreak(c) ? ' ' : c);
        }

        return result.ToString();
    }

    private static bool IsBreak(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Embeddings, overrides and isolates (Unicode Standard Annex 9, 2).</summary>
    private static bool TurnsDirection(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
