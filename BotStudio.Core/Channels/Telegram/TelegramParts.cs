using System.Buffers;
using System.Globalization;
using System.Text;
using BotStudio.Core.Conversations;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// Cuts a bot's text into the messages that Telegram takes. A message ends at a paragraph, else at a line, a sentence, a word; addresses,
/// links and inline code stay whole; formatting and code blocks that a cut goes through end there and begin again in the next message.
/// </summary>
internal static class TelegramParts
{
    /// <summary>
    /// Longest text of a message after formatting. Telegram counts code points and .NET UTF-16 units, which are never fewer: so counted, a
    /// text is within the limit either way.
    /// </summary>
    public const int LongestText = 4096;

    /// <summary>Longest text under a picture or a file, counted the same way.</summary>
    public const int LongestCaption = 1024;

    /// <summary>Largest <c>text</c> before formatting is 32,768 bytes of UTF-8 (tdlib/telegram-bot-api, get_formatted_text).</summary>
    public const int LargestBytes = 32_000;

    /// <summary>About as many entities are kept a message; the rest would be shown as plain text.</summary>
    public const int MostEntities = 100;

    /// <summary>For what has nothing to see in it: Telegram refuses empty messages, and a reply always arrives.</summary>
    private const string Nothing = "…";

    // Telegram drops or blanks these itself (tdlib, clean_input_string); done here, lengths are the ones that Telegram counts.
    private static readonly SearchValues<char> Unwanted = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(code => (char)code).Where(code => code is not '\n' and not '\t'),
        '\x7f',
        .. Enumerable.Range(0x2028, 7).Select(code => (char)code),
    ]);

    /// <summary>At least one part, none of them blank.</summary>
    /// <param name="longest">Of one part, in UTF-16 units.</param>
    /// <param name="isPlain">Every character means itself.</param>
    public static IReadOnlyList<(string Text, TextForm Form)> Of(string markdown, int longest = LongestText, bool isPlain = false)
    {
        var clean = Clean(markdown);
        if (clean.Length <= longest && (isPlain || TelegramMarkdown.IsPlain(clean)))
        {
            return [(IsBlank(clean) ? Nothing : clean, TextForm.Plain)];
        }

        var text = isPlain ? Unformatted(clean) : Formatted(clean);
        var parts = new List<(string, TextForm)>();
        for (var start = StartAfter(text, 0); start < text.Text.Length; )
        {
            var end = EndOf(text, start, longest, out var part);
            if (part is { } filled)
            {
                parts.Add(filled);
            }

            start = StartAfter(text, end);
        }

        return parts.Count > 0 ? parts : [(Nothing, TextForm.Plain)];
    }

    /// <summary>What a reader sees of a text, all in one.</summary>
    public static string WholeText(string markdown) => Formatted(Clean(markdown)).Text;

    /// <summary>The text without what Telegram would drop: control characters, direction overrides, halves of surrogate pairs.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Unwanted) && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            // Half a surrogate pair comes out of EnumerateRunes as U+FFFD.
            if (rune.Value is not (< 0x20 and not '\n' and not '\t') and not 0x7f and not (>= 0x2028 and <= 0x202e))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    // Markup that shows nothing, such as a lone comment, is shown as it was written.
    private static FormattedText Formatted(string clean)
    {
        var text = TelegramMarkdown.Format(clean);
        return IsBlank(text.Text) ? Unformatted(clean) : text;
    }

    private static FormattedText Unformatted(string clean) => new(clean, [new Run(0, clean.Length, default)]);

    /// <summary>The end of the message that begins at <paramref name="start"/>, as far on as all three limits let it.</summary>
    private static int EndOf(FormattedText text, int start, int longest, out (string, TextForm)? part)
    {
        for (var room = longest; ; room = room * 3 / 4)
        {
            var end = text.Text.Length - start <= room ? text.Text.Length : BestCut(text, start, start + room);
            var visibleEnd = start + text.Text.AsSpan(start, end - start).TrimEnd().Length;
            if (IsBlank(text.Text.AsSpan(start, visibleEnd - start)))
            {
                part = null;
                return end;
            }

            if (text.IsPlain(start, visibleEnd))
            {
                part = (text.Text[start..visibleEnd], TextForm.Plain);
                return end;
            }

            var html = text.ToHtml(start, visibleEnd, out var entities);
            if ((entities <= MostEntities && Encoding.UTF8.GetByteCount(html) <= LargestBytes) || room <= 2)
            {
                part = (html, TextForm.Ready);
                return end;
            }
        }
    }

    /// <summary>Where the next message begins: white space between two messages is nobody's, but a line of code keeps its indentation.</summary>
    private static int StartAfter(FormattedText text, int end)
    {
        var start = end;
        while (start < text.Text.Length && char.IsWhiteSpace(text.Text[start]))
        {
            if (text.Text[start] != '\n' && StyleAt(text, start).Code == CodeKind.Block)
            {
                break;
            }

            start++;
        }

        return start;
    }

    private static int BestCut(FormattedText text, int start, int limit)
    {
        var characters = text.Text;
        var half = start + ((limit - start) / 2);
        return Last(half, at => EndsParagraph(at))
            ?? Last(half, at => characters[at - 1] == '\n')
            ?? Last(half, at => char.IsWhiteSpace(characters[at]) && characters[at - 1] is '.' or '!' or '?' or '…' or '。' or '！' or '？')
            ?? Last(half, at => char.IsWhiteSpace(characters[at]))
            ?? Last(start + 1, at => char.IsWhiteSpace(characters[at]))
            ?? HardCut(text, start, limit);

        bool EndsParagraph(int at) =>
            at >= 2 && characters[at - 1] == '\n' && characters[at - 2] == '\n' && StyleAt(text, at - 1).Code != CodeKind.Block;

        int? Last(int from, Func<int, bool> isGood)
        {
            for (var at = limit; at >= from; at--)
            {
                if (isGood(at) && !IsInsideOfWhole(text, at))
                {
                    return at;
                }
            }

            return null;
        }
    }

    // No space anywhere: before a link or code that would not fit, else between two characters as a reader sees them.
    private static int HardCut(FormattedText text, int start, int limit)
    {
        var cut = limit;
        while (cut > start && IsInsideOfWhole(text, cut))
        {
            cut--;
        }

        if (cut == start)
        {
            cut = limit;
        }

        for (var back = cut; back > Math.Max(start, cut - 64); back--)
        {
            if (IsBetweenCharacters(text.Text, back))
            {
                return back;
            }
        }

        return char.IsLowSurrogate(text.Text[cut]) && cut - 1 > start ? cut - 1 : cut;
    }

    private static bool IsBetweenCharacters(string text, int at)
    {
        const char ZeroWidthJoiner = '\u200d';
        if (char.IsLowSurrogate(text[at]) || text[at] == ZeroWidthJoiner || text[at - 1] == ZeroWidthJoiner)
        {
            return false;
        }

        var isSkinTone = text[at] == '\ud83c' && at + 1 < text.Length && text[at + 1] is >= '\udffb' and <= '\udfff';
        return !isSkinTone
            && char.GetUnicodeCategory(text[at])
                is not UnicodeCategory.NonSpacingMark
                    and not UnicodeCategory.EnclosingMark
                    and not UnicodeCategory.SpacingCombiningMark;
    }

    /// <summary>True when a cut at this place would go through a link, an address or inline code.</summary>
    private static bool IsInsideOfWhole(FormattedText text, int at)
    {
        if (at <= 0 || at >= text.Text.Length)
        {
            return false;
        }

        var before = RunAt(text, at - 1);
        var after = RunAt(text, at);
        return before == after ? before.Style.IsUnbreakable : before.Style.Link is not null && before.Style.Link == after.Style.Link;
    }

    private static Style StyleAt(FormattedText text, int at) => RunAt(text, at).Style;

    private static Run RunAt(FormattedText text, int at)
    {
        var low = 0;
        var high = text.Runs.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = text.Runs[middle].End <= at ? (middle + 1, high) : (low, middle);
        }

        return text.Runs[low];
    }

    /// <summary>Blank for Telegram too, which counts marks and joiners without a letter as nothing (tdlib, is_empty_string).</summary>
    private static bool IsBlank(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            var isSeen =
                !char.IsWhiteSpace(character)
                && character is not '\u2800' and not '\u3164' and not '\uffa0' and not '\u115f' and not '\u1160' and not '\ufffc'
                && char.GetUnicodeCategory(character)
                    is not UnicodeCategory.Control
                        and not UnicodeCategory.Format
                        and not UnicodeCategory.NonSpacingMark;
            if (isSeen)
            {
                return false;
            }
        }

        return true;
    }
}
