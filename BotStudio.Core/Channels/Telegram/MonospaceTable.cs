using System.Globalization;
using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>A table as lines of equal width, for a font where every character is as wide as the next.</summary>
internal static class MonospaceTable
{
    public static string Of(Table table)
    {
        var rows = table.OfType<TableRow>().Select(CellsOf).ToList();
        var columns = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        var widths = Enumerable.Range(0, columns).Select(column => rows.Max(row => WidthOf(CellAt(row, column)))).ToArray();
        var lines = rows.ConvertAll(row => LineOf(row, widths, table.ColumnDefinitions));
        if (table.FirstOrDefault() is TableRow { IsHeader: true })
        {
            lines.Insert(1, string.Join("-+-", widths.Select(width => new string('-', width))));
        }

        return string.Join('\n', lines);
    }

    private static List<string> CellsOf(TableRow row) =>
        [
            .. row.OfType<TableCell>()
                .Select(cell => string.Join(' ', cell.OfType<ParagraphBlock>().Select(text => TelegramMarkdown.TextOf(text.Inline))))
                .Select(text => text.Replace('\n', ' ').Trim()),
        ];

    private static string LineOf(List<string> row, int[] widths, List<TableColumnDefinition> definitions) =>
        string.Join(
                " | ",
                widths.Select(
                    (width, column) =>
                        Aligned(CellAt(row, column), width, column < definitions.Count ? definitions[column].Alignment : null)
                )
            )
            .TrimEnd();

    private static string CellAt(List<string> row, int column) => column < row.Count ? row[column] : "";

    private static string Aligned(string text, int width, TableColumnAlign? alignment)
    {
        var space = width - WidthOf(text);
        var left = alignment switch
        {
            TableColumnAlign.Right => space,
            TableColumnAlign.Center => space / 2,
            _ => 0,
        };
        return new string(' ', left) + text + new string(' ', space - left);
    }

    /// <summary>Columns on the screen: East Asian characters and emoji take two, combining marks none.</summary>
    private static int WidthOf(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
                _ when IsWide(rune.Value) => 2,
                _ => 1,
            };
        }

        return width;
    }

    // The wide blocks of Unicode's East Asian Width (UAX #11), roughly: Hangul, CJK, fullwidth forms, emoji.
    private static bool IsWide(int codePoint) =>
        codePoint
            is (>= 0x1100 and <= 0x115F)
                or (>= 0x2E80 and <= 0xA4CF)
                or (>= 0xAC00 and <= 0xD7A3)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFE30 and <= 0xFE6F)
                or (>= 0xFF00 and <= 0xFF60)
                or (>= 0x1F300 and <= 0x1FAFF)
                or (>= 0x20000 and <= 0x3FFFD);
}
