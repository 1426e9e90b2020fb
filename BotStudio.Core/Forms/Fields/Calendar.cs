using System.Globalization;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Forms.Fields;

/// <summary>A calendar of buttons. It shows one month; its heading opens a choice of years, so that a birthday is few taps away.</summary>
internal static class Calendar
{
    /// <summary>Of <see cref="FormTap.Argument"/>: a day, a month to turn to, and <c>y202004</c> for years to turn to and the month they keep.</summary>
    private const string DayFormat = "yyyyMMdd";

    private const string MonthFormat = "yyyyMM";
    private const char YearsMark = 'y';
    private const int YearsShown = 20;
    private const int YearsInRow = 5;
    private const int DaysInWeek = 7;

    /// <summary>How far it turns where the question has no limits.</summary>
    private static readonly DateOnly FirstMonth = new(1800, 1, 1);

    private static readonly DateOnly LastMonth = new(2299, 12, 1);

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
        var isOfYears = turnedTo.StartsWith(YearsMark);
        var written = (isOfYears ? turnedTo[1..] : turnedTo) + "01";
        var first = DateOnly.TryParseExact(written, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            ? month
            : MonthOf(Opening(asked, earliest, latest));
        var low = MonthOf(earliest ?? FirstMonth);
        var high = MonthOf(latest ?? LastMonth);
        first = first > high ? high : first;
        first = first < low ? low : first;
        return isOfYears ? Years(asked, low, high, first) : Month(asked, earliest, latest, first, low, high);
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

    private static List<IReadOnlyList<OutgoingButton>> Month(
        AskedQuestion asked,
        DateOnly? earliest,
        DateOnly? latest,
        DateOnly first,
        DateOnly low,
        DateOnly high
    )
    {
        var format = asked.Culture.DateTimeFormat;
        var title =
            asked.Culture.TextInfo.ToTitleCase(format.MonthNames[first.Month - 1])
            + " "
            + first.Year.ToString(CultureInfo.InvariantCulture);
        var rows = new List<IReadOnlyList<OutgoingButton>>
        {
            new[]
            {
                first <= low ? Blank(asked) : TurnTo(asked, "‹", first.AddMonths(-1)),
                TurnToYears(asked, title, first),
                first >= high ? Blank(asked) : TurnTo(asked, "›", first.AddMonths(1)),
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

    /// <param name="kept">Whose month a year keeps.</param>
    private static IReadOnlyList<IReadOnlyList<OutgoingButton>> Years(AskedQuestion asked, DateOnly low, DateOnly high, DateOnly kept)
    {
        var first = kept.Year - (kept.Year % YearsShown);
        var years = Enumerable
            .Range(first, YearsShown)
            .Select(year =>
                year < low.Year || year > high.Year
                    ? Caption(asked, "·")
                    : TurnTo(asked, year.ToString(CultureInfo.InvariantCulture), new DateOnly(year, kept.Month, 1))
            );
        return
        [
            .. years.Chunk(YearsInRow),
            [
                first <= low.Year ? Blank(asked) : TurnToYears(asked, "‹", kept.AddYears(-YearsShown)),
                first + YearsShown > high.Year ? Blank(asked) : TurnToYears(asked, "›", kept.AddYears(YearsShown)),
            ],
        ];
    }

    private static OutgoingButton TurnTo(AskedQuestion asked, string caption, DateOnly month) =>
        asked.Button(caption, FormTapKind.Turn, month.ToString(MonthFormat, CultureInfo.InvariantCulture));

    private static OutgoingButton TurnToYears(AskedQuestion asked, string caption, DateOnly kept) =>
        asked.Button(caption, FormTapKind.Turn, YearsMark + kept.ToString(MonthFormat, CultureInfo.InvariantCulture));

    private static OutgoingButton Caption(AskedQuestion asked, string caption) => asked.Button(caption, FormTapKind.Nothing);

    private static OutgoingButton Blank(AskedQuestion asked) => Caption(asked, " ");

    private static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    private static DayOfWeek FirstDay(AskedQuestion asked) =>
        DateText.Example(asked.Turn.Message.From.LanguageTag, asked.Language, new DateOnly(2026, 12, 31)) == "12/31/2026"
            ? DayOfWeek.Sunday
            : DayOfWeek.Monday;
}
