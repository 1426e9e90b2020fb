using System.Globalization;
using BotStudio.Core.Conversations;

namespace BotStudio.Core.Forms.Fields;

/// <summary>A calendar of buttons. It shows one month; its heading opens a choice of years, so that a birthday is few taps away.</summary>
internal static class Calendar
{
    /// <summary>Of <see cref="FormTap.Argument"/>: a day, a month to turn to, and <c>y2020</c> for years to turn to.</summary>
    private const string DayFormat = "yyyyMMdd";

    private const string MonthFormat = "yyyyMM";
    private const char YearsMark = 'y';
    private const int YearsShown = 20;
    private const int YearsInRow = 5;
    private const int DaysInWeek = 7;

    /// <returns>Null for what no day's button sent.</returns>
    public static DateOnly? DayOf(string argument) =>
        DateOnly.TryParseExact(argument, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static IReadOnlyList<IReadOnlyList<OutgoingButton>> Rows(
        AskedQuestion asked,
        DateOnly? earliest,
        DateOnly? latest,
        string turnedTo
    )
    {
        if (
            turnedTo.StartsWith(YearsMark)
            && int.TryParse(turnedTo.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        )
        {
            return Years(asked, earliest, latest, Math.Clamp(year, 1, DateOnly.MaxValue.Year - YearsShown));
        }

        var first =
            DateOnly.TryParseExact(turnedTo + "01", DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month
            : Opening(asked, earliest, latest) is var day ? new DateOnly(day.Year, day.Month, 1)
            : default;
        return Month(asked, earliest, latest, first);
    }

    /// <summary>Where the calendar opens: at the answer that is there, else at the day that is suggested, else as near to today as may be.</summary>
    private static DateOnly Opening(AskedQuestion asked, DateOnly? earliest, DateOnly? latest)
    {
        var field = (DateField)asked.Question.Field;
        var answer = asked.Progress.Answers.GetValueOrDefault(field.Id) ?? field.Suggestion(asked);
        return DateRule.On(answer?.Value, asked.Today)
            ?? (
                asked.Today < earliest ? earliest.Value
                : asked.Today > latest ? latest.Value
                : asked.Today
            );
    }

    private static List<IReadOnlyList<OutgoingButton>> Month(AskedQuestion asked, DateOnly? earliest, DateOnly? latest, DateOnly first)
    {
        var format = asked.Culture.DateTimeFormat;
        var next = first.Year == DateOnly.MaxValue.Year && first.Month == 12 ? first : first.AddMonths(1);
        var title =
            asked.Culture.TextInfo.ToTitleCase(format.MonthNames[first.Month - 1])
            + " "
            + first.Year.ToString(CultureInfo.InvariantCulture);
        var rows = new List<IReadOnlyList<OutgoingButton>>
        {
            new[]
            {
                earliest is { } low && first <= low ? Blank(asked) : TurnTo(asked, "‹", first.AddMonths(-1)),
                asked.Button(title, FormTapKind.Turn, YearsMark + FirstYearWith(first.Year).ToString(CultureInfo.InvariantCulture)),
                latest is { } high && next > high ? Blank(asked) : TurnTo(asked, "›", next),
            },
            Enumerable
                .Range(0, DaysInWeek)
                .Select(i => Caption(asked, format.ShortestDayNames[((int)FirstDay(asked) + i) % DaysInWeek]))
                .ToArray(),
        };

        var before = ((int)first.DayOfWeek - (int)FirstDay(asked) + DaysInWeek) % DaysInWeek;
        var days = DateTime.DaysInMonth(first.Year, first.Month);
        for (var cell = -before; cell < days; cell += DaysInWeek)
        {
            rows.Add([
                .. Enumerable.Range(cell, DaysInWeek).Select(day => day < 0 || day >= days ? Blank(asked) : Day(first.AddDays(day))),
            ]);
        }

        return rows;

        OutgoingButton Day(DateOnly day) =>
            day < earliest || day > latest
                ? Caption(asked, "·")
                : asked.Button(
                    (day == asked.Today ? "•" : "") + day.Day.ToString(CultureInfo.InvariantCulture),
                    FormTapKind.Choose,
                    day.ToString(DayFormat, CultureInfo.InvariantCulture)
                );
    }

    private static IReadOnlyList<IReadOnlyList<OutgoingButton>> Years(AskedQuestion asked, DateOnly? earliest, DateOnly? latest, int first)
    {
        var shown = Opening(asked, earliest, latest);
        var years = Enumerable
            .Range(first, YearsShown)
            .Select(year =>
                year < earliest?.Year || year > latest?.Year
                    ? Caption(asked, "·")
                    : TurnTo(asked, year.ToString(CultureInfo.InvariantCulture), new DateOnly(year, shown.Month, 1))
            );
        return
        [
            .. years.Chunk(YearsInRow),
            [
                first <= (earliest?.Year ?? YearsShown + 1) ? Blank(asked) : TurnToYears(asked, "‹", first - YearsShown),
                first + YearsShown > (latest?.Year ?? DateOnly.MaxValue.Year - (2 * YearsShown))
                    ? Blank(asked)
                    : TurnToYears(asked, "›", first + YearsShown),
            ],
        ];
    }

    private static OutgoingButton TurnTo(AskedQuestion asked, string caption, DateOnly month) =>
        asked.Button(caption, FormTapKind.Turn, month.ToString(MonthFormat, CultureInfo.InvariantCulture));

    private static OutgoingButton TurnToYears(AskedQuestion asked, string caption, int first) =>
        asked.Button(caption, FormTapKind.Turn, YearsMark + first.ToString(CultureInfo.InvariantCulture));

    private static OutgoingButton Caption(AskedQuestion asked, string caption) => asked.Button(caption, FormTapKind.Nothing);

    private static OutgoingButton Blank(AskedQuestion asked) => Caption(asked, " ");

    private static int FirstYearWith(int year) => Math.Max(1, year - (year % YearsShown));

    private static DayOfWeek FirstDay(AskedQuestion asked) =>
        DateText.Example(asked.Turn.Message.From.LanguageTag, asked.Language, new DateOnly(2026, 12, 31)) == "12/31/2026"
            ? DayOfWeek.Sunday
            : DayOfWeek.Monday;
}
