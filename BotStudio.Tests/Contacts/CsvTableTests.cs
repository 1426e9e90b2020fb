using System.Globalization;
using System.Text;
using BotStudio.Core.Files;

namespace BotStudio.Tests.Contacts;

public sealed class CsvTableTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+380501234567", "'+380501234567")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("=HYPERLINK(\"http://evil\")", "\"'=HYPERLINK(\"\"http://evil\"\")\"")]
    [InlineData("1=1", "1=1")]
    [InlineData("a-b", "a-b")]
    [InlineData("Anna, Kyiv", "\"Anna, Kyiv\"")]
    [InlineData("Anna; Kyiv", "\"Anna; Kyiv\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData(" spaced ", "\" spaced \"")]
    [InlineData("Об’єкт «Ї»", "Об’єкт «Ї»")]
    [InlineData("", "")]
    public async Task A_text_stays_a_text_and_never_becomes_a_formula(string text, string cell) =>
        Assert.Equal($"{cell}\r\n", (await WriteAsync("en", table => table.Text(text)))[1..]);

    [Fact]
    public async Task A_file_says_that_it_is_UTF_8()
    {
        using var stream = new MemoryStream();
        await using (var table = new CsvTable(stream, CultureInfo.GetCultureInfo("en")))
        {
            await table.Text("Ї").EndRowAsync(CancellationToken.None);
        }

        Assert.Equal([0xEF, 0xBB, 0xBF, .. "Ї\r\n"u8], stream.ToArray());
    }

    [Theory]
    [InlineData("en", "a,-1234.5,2026-03-14 15:09:26,2026-03-14\r\n")]
    [InlineData("de", "a;-1234,5;2026-03-14 15:09:26;2026-03-14\r\n")]
    [InlineData("uk", "a;-1234,5;2026-03-14 15:09:26;2026-03-14\r\n")]
    public async Task Cells_and_numbers_are_as_the_reader_s_spreadsheet_expects_them(string culture, string row) =>
        Assert.Equal(
            row,
            (await WriteAsync(culture, table => table.Text("a").Number(-1234.50m).Time(Support.A.Moment).Date(new DateOnly(2026, 3, 14))))[
                1..
            ]
        );

    private static async Task<string> WriteAsync(string culture, Action<CsvTable> write)
    {
        using var stream = new MemoryStream();
        await using (var table = new CsvTable(stream, CultureInfo.GetCultureInfo(culture)))
        {
            write(table);
            await table.EndRowAsync(CancellationToken.None);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
