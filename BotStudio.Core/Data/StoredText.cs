using System.Buffers;
using System.Text;

namespace BotStudio.Core.Data;

/// <summary>Texts as PostgreSQL takes them: it stores no NUL, and half of a character outside the basic plane is no UTF-8.</summary>
public static class StoredText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create([
        .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code),
        '\0',
    ]);

    /// <summary>What foreign software wrote, without what cannot be stored.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspects))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value != 0)
            {
                // The halves have become U+FFFD.
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    /// <summary>The beginning, never with half of a character at its end.</summary>
    /// <param name="maxLength">UTF-16 units at most.</param>
    public static string Cut(string text, int maxLength) =>
        text.Length <= maxLength ? text
        : char.IsHighSurrogate(text[maxLength - 1]) ? text[..(maxLength - 1)]
        : text[..maxLength];
}
