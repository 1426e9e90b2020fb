using System.Buffers;
using System.Text;

namespace BotStudio.Core.Bots;

/// <summary>Writes one line of plain text so that CommonMark shows it as it is.</summary>
internal static class PlainInMarkdown
{
    /// <summary>What means something anywhere in a line (CommonMark 0.31, 6), with the strikethrough and tables of its usual extensions.</summary>
    private static readonly SearchValues<char> Inline = SearchValues.Create(@"\`*_[]<>~|&$");

    /// <summary>What means something where a line begins (4 and 5): headings, quotes, lists.</summary>
    private static readonly SearchValues<char> Opening = SearchValues.Create("#+-=");

    public static string Escape(string line)
    {
        if (line.Length == 0 || (!line.AsSpan().ContainsAny(Inline) && !Opening.Contains(line[0]) && !char.IsAsciiDigit(line[0])))
        {
            return line;
        }

        var result = new StringBuilder(line.Length + 8);
        var digits = line.AsSpan().IndexOfAnyExceptInRange('0', '9');
        for (var i = 0; i < line.Length; i++)
        {
            var opens = (i == 0 && Opening.Contains(line[i])) || (i == digits && i > 0 && (line[i] is '.' or ')'));
            if (opens || (Inline.Contains(line[i]) && !IsInsideWord(line, i)))
            {
                result.Append('\\');
            }

            result.Append(line[i]);
        }

        return result.ToString();
    }

    /// <summary>An underscore between letters is one (6.2), as in many user names.</summary>
    private static bool IsInsideWord(string line, int i) =>
        line[i] == '_' && i > 0 && i < line.Length - 1 && char.IsLetterOrDigit(line[i - 1]) && char.IsLetterOrDigit(line[i + 1]);
}
