using System.Buffers;
using System.Globalization;
using System.Text;

namespace BotStudio.Core.Files;

/// <summary>
/// Writes a table that a spreadsheet opens right at a double click: UTF-8 that says so, the separator and the numbers of the reader's country,
/// and nothing that a cell would take for a formula. Rows leave as they are written; a table may be of any length.
/// </summary>
public sealed class CsvTable : IAsyncDisposable
{
    /// <summary>
    /// What makes Excel, LibreOffice or Google Sheets read a cell as a formula (OWASP, CSV injection), in full width, too.
    /// </summary>
    private static readonly SearchValues<char> FormulaStarts = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create("\",;\r\n\t");

    private readonly StreamWriter output;
    private readonly StringBuilder row = new();
    private readonly CultureInfo culture;
    private readonly char separator;
    private bool isFirstCell = true;

    /// <param name="culture">The reader's: where a comma is in numbers, cells are parted by semicolons.</param>
    public CsvTable(Stream stream, CultureInfo culture)
    {
        this.culture = culture;
        separator = culture.NumberFormat.NumberDecimalSeparator == "," ? ';' : ',';
        // With a byte order mark, or Excel takes it for the country's old code page.
        output = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 16 * 1024, leaveOpen: true)
        {
            NewLine = "\r\n",
        };
    }

    public CsvTable Text(string? text)
    {
        text ??= "";
        return Cell(text.Length > 0 && FormulaStarts.Contains(text[0]) ? "'" + text : text);
    }

    /// <summary>A number stays one, also below zero.</summary>
    public CsvTable Number(decimal? number) => Raw(number?.ToString("0.############################", culture) ?? "");

    /// <summary>In UTC, in the one form that every country's spreadsheet reads as a time.</summary>
    public CsvTable Time(DateTimeOffset? time) =>
        Cell(time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "");

    public CsvTable Date(DateOnly? date) => Cell(date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");

    public async Task EndRowAsync(CancellationToken ct)
    {
        row.Append("\r\n");
        foreach (var part in row.GetChunks())
        {
            await output.WriteAsync(part, ct);
        }

        row.Clear();
        isFirstCell = true;
    }

    public Task FlushAsync(CancellationToken ct) => output.FlushAsync(ct);

    public ValueTask DisposeAsync() => output.DisposeAsync();

    private CsvTable Cell(string text)
    {
        var isPlain = !text.AsSpan().ContainsAny(NeedsQuotes) && !text.StartsWith(' ') && !text.EndsWith(' ');
        return Raw(isPlain ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    private CsvTable Raw(string cell)
    {
        if (!isFirstCell)
        {
            row.Append(separator);
        }

        isFirstCell = false;
        row.Append(cell);
        return this;
    }
}
