using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace BotStudio.Core.Ai.Models;

/// <summary>
/// How many tokens a text takes, estimated: an exact count needs the model's vocabulary of megabytes. Fitted against o200k_base and
/// cl100k_base: prompts in English, Ukrainian, Russian, Polish and German come out within 10 %, a single paragraph of them within 20 %,
/// other languages and code within 30 %. Single words can be off by more, so <see cref="PromptLimits"/> leaves a margin.
/// </summary>
public static class TokenCount
{
    /// <summary>What a chat adds to each message: its role and its two borders.</summary>
    public const int PerMessage = 4;

    /// <summary>Certain, and hundreds of times faster than an estimate: a token stands for at least one byte of UTF-8.</summary>
    public static int AtMost(string text) => Encoding.UTF8.GetByteCount(text);

    private static readonly SearchValues<char> UkrainianOnly = SearchValues.Create("ієїґІЄЇҐ");

    public static int Estimate(string text, Vocabulary vocabulary)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        var rates = vocabulary is Vocabulary.O200k ? Rates.O200k : Rates.Cl100k;
        var words = new WordLengths();
        var others = 0.0;

        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var length = TakeLetters(rest, ref words, rates, ref others);
            if (length == 0)
            {
                length = TakeRun(rest, rates, ref others);
            }

            rest = rest[length..];
        }

        return (int)Math.Ceiling(others + words.Tokens(rates));
    }

    /// <summary>A word costs by its length and script; scripts without spaces, and those the vocabularies hardly know, cost by the letter.</summary>
    private static int TakeLetters(ReadOnlySpan<char> text, ref WordLengths words, Rates rates, ref double others)
    {
        var length = 0;
        var script = Script.Ascii;
        while (length < text.Length && ScriptOf(text[length]) is { } next)
        {
            if (next is Script.Ideograph or Script.Distant)
            {
                if (length == 0)
                {
                    others += next is Script.Ideograph ? rates.Ideograph : rates.Distant;
                    return 1;
                }

                break;
            }

            words.Ukrainian += next is Script.Cyrillic && UkrainianOnly.Contains(text[length]) ? 1 : 0;
            script = next > script ? next : script;
            length++;
        }

        if (length > 0)
        {
            words.Add(script, length);
        }

        return length;
    }

    /// <summary>Digits go by threes, a space before a word is part of it, punctuation clings together, a picture takes several tokens.</summary>
    private static int TakeRun(ReadOnlySpan<char> text, Rates rates, ref double others)
    {
        var first = text[0];
        if (char.IsAsciiDigit(first))
        {
            var digits = LengthWhile(text, char.IsAsciiDigit);
            others += (digits + 2) / 3;
            return digits;
        }

        if (char.IsWhiteSpace(first))
        {
            var blanks = LengthWhile(text, char.IsWhiteSpace);
            others += blanks == 1 && first == ' ' ? 0 : 1;
            return blanks;
        }

        if (char.IsSurrogate(first))
        {
            others += rates.Picture / 2;
            return 1;
        }

        var same = text.IndexOfAnyExcept(first) is var other and >= 0 ? other : text.Length;
        if (same > 2)
        {
            others += 1 + (same / 16.0);
            return same;
        }

        if (char.IsAscii(first))
        {
            var marks = LengthWhile(text, c => char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && !char.IsWhiteSpace(c));
            others += 0.6 + (0.4 * marks);
            return marks;
        }

        others += rates.Mark;
        return 1;
    }

    private static int LengthWhile(ReadOnlySpan<char> text, Func<char, bool> holds)
    {
        var length = 1;
        while (length < text.Length && holds(text[length]))
        {
            length++;
        }

        return length;
    }

    private static Script? ScriptOf(char c) =>
        c switch
        {
            _ when char.IsAsciiLetter(c) => Script.Ascii,
            < '\u00C0' => null,
            >= '\u0400' and <= '\u052F' => Script.Cyrillic,
            (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF') => Script.Ideograph,
            _ when !IsLetterOrMark(c) => null,
            < '\u0250' or (>= '\u1E00' and <= '\u1EFF') or (>= '\u0300' and <= '\u036F') => Script.Accented,
            _ => Script.Distant,
        };

    private static bool IsLetterOrMark(char c) =>
        char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private enum Script
    {
        Ascii,

        /// <summary>Latin with at least one letter outside ASCII.</summary>
        Accented,
        Cyrillic,

        /// <summary>Chinese, Japanese and Korean: hardly a word is one token.</summary>
        Ideograph,

        /// <summary>Any other script.</summary>
        Distant,
    }

    /// <summary>Tokens per letter of long words; a short word is one token. The second figure is for a language further from English (Russian).</summary>
    private sealed record Rates(
        (double English, double Foreign) Ascii,
        (double English, double Foreign) Accented,
        (double Russian, double Ukrainian) Cyrillic,
        double Ideograph,
        double Distant,
        double Mark,
        double Picture
    )
    {
        public static readonly Rates O200k = new((0.115, 0.3), (0.19, 0.41), (0.275, 0.365), 0.73, 0.4, 1, 2);

        public static readonly Rates Cl100k = new((0.125, 0.38), (0.26, 0.5), (0.49, 0.62), 1.05, 1.05, 1.5, 3);
    }

    /// <summary>How many words of each length a text has, because what a letter costs is known only when the language is.</summary>
    [StructLayout(LayoutKind.Auto)]
    private ref struct WordLengths
    {
        private const int Longest = 24;

        private Counts ascii;
        private Counts accented;
        private Counts cyrillic;
        private int asciiWords;
        private int accentedWords;
        private int cyrillicLetters;

        public int Ukrainian;

        public void Add(Script script, int length)
        {
            var index = Math.Min(length, Longest) - 1;
            switch (script)
            {
                case Script.Ascii:
                    ascii[index]++;
                    asciiWords++;
                    break;
                case Script.Accented:
                    accented[index]++;
                    accentedWords++;
                    break;
                default:
                    cyrillic[index]++;
                    cyrillicLetters += length;
                    break;
            }
        }

        public readonly double Tokens(Rates rates)
        {
            // About three words in ten of Polish carry an accent; one letter in twenty of Ukrainian is not in the Russian alphabet.
            var foreign = Math.Pow(Math.Min(1, accentedWords / 0.3 / Math.Max(1, asciiWords + accentedWords)), 0.6);
            var ukrainian = Math.Min(1, Ukrainian / 0.05 / Math.Max(1, cyrillicLetters));
            return Sum(ascii, double.Lerp(rates.Ascii.English, rates.Ascii.Foreign, foreign))
                + Sum(accented, double.Lerp(rates.Accented.English, rates.Accented.Foreign, foreign))
                + Sum(cyrillic, double.Lerp(rates.Cyrillic.Russian, rates.Cyrillic.Ukrainian, ukrainian));
        }

        private static double Sum(ReadOnlySpan<int> counts, double perLetter)
        {
            var sum = 0.0;
            for (var i = 0; i < counts.Length; i++)
            {
                sum += counts[i] * Math.Max(1, (i + 1) * perLetter);
            }

            return sum;
        }

        [InlineArray(Longest)]
        private struct Counts
        {
            private int first;
        }
    }
}
