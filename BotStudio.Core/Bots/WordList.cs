using System.Globalization;
using System.Text;

namespace BotStudio.Core.Bots;

/// <summary>
/// An owner's words and phrases, found wherever they stand as whole words. Case, accents, punctuation and characters that nobody sees make no
/// difference.
/// </summary>
public sealed class WordList
{
    private const char Breve = '\u0306';

    private readonly (string Word, string Plain)[] words;

    public WordList(IEnumerable<string> words) =>
        this.words = [.. words.Select(word => (word, Plain(word))).Where(each => !string.IsNullOrWhiteSpace(each.Item2))];

    /// <returns>The word as the owner wrote it; null when none is in the text.</returns>
    public string? FindIn(string text)
    {
        if (words.Length == 0)
        {
            return null;
        }

        var plain = Plain(text);
        return words.FirstOrDefault(each => plain.Contains(each.Plain, StringComparison.Ordinal)).Word;
    }

    /// <summary>Capital letters and digits, with one blank around each word.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length + 2).Append(' ');
        foreach (var c in Data.StoredText.Clean(text).Normalize(NormalizationForm.FormKD))
        {
            switch (char.GetUnicodeCategory(c))
            {
                // The Cyrillic Й is a letter of its own, not an accented И.
                case UnicodeCategory.NonSpacingMark when c == Breve && plain[^1] == 'И':
                    plain[^1] = 'Й';
                    break;
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.Format:
                    break;
                default:
                    Append(plain, c);
                    break;
            }
        }

        return plain[^1] == ' ' ? plain.ToString() : plain.Append(' ').ToString();
    }

    private static void Append(StringBuilder plain, char c)
    {
        if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
        {
            plain.Append(char.ToUpperInvariant(c));
        }
        else if (plain[^1] != ' ')
        {
            plain.Append(' ');
        }
    }
}
