using System.Globalization;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Days as people write them: in figures in the order of their language, with the month's name, or as "tomorrow".</summary>
internal static class DateText
{
    private const int MaxLength = 40;

    /// <summary>A year of two figures lies at most this far ahead.</summary>
    private const int YearsAhead = 20;

    private static readonly char[] Separators = [' ', '.', '/', '-', ',', '\u00A0', '\u202F', '\u2009'];

    /// <summary>Words that go with a date and say nothing: the year in Ukrainian, Russian and Polish, "of", ordinals.</summary>
    private static readonly HashSet<string> Fillers = new(StringComparer.OrdinalIgnoreCase)
    {
        "р",
        "року",
        "г",
        "года",
        "год",
        "r",
        "roku",
        "of",
        "the",
        "den",
    };

    private static readonly IReadOnlyList<(string Name, int Month)> MonthNames =
    [
        .. Localization
            .Languages.All.Select(language => CultureInfo.GetCultureInfo(language.Code).DateTimeFormat)
            .SelectMany(format =>
                new[] { format.MonthNames, format.MonthGenitiveNames, format.AbbreviatedMonthNames, format.AbbreviatedMonthGenitiveNames }
            )
            .SelectMany(names => names.Take(12).Select((name, index) => (Name: name.TrimEnd('.').ToLowerInvariant(), Month: index + 1)))
            .Where(month => month.Name.Length > 0)
            .Distinct(),
    ];

    /// <param name="languageTag">What the contact's client reports: Americans begin with the month, the British with the day.</param>
    /// <returns>Null for what is no day.</returns>
    public static DateOnly? Read(string text, string? languageTag, AskedQuestion asked, DateOnly? earliest, DateOnly? latest)
    {
        var trimmed = text.Trim().TrimEnd('.', '!');
        if (trimmed.Length is 0 or > MaxLength)
        {
            return null;
        }

        return Word(trimmed, asked) ?? Written(trimmed, languageTag, asked, earliest, latest);
    }

    /// <summary>The day as a reader of the language expects it, with the month's name so that nothing can be mixed up.</summary>
    public static string Written(DateOnly day, string language) =>
        day.ToString(language == "de" ? "d. MMMM yyyy" : "d MMMM yyyy", CultureInfo.GetCultureInfo(language));

    /// <summary>How the day is typed in figures.</summary>
    public static string Example(string? languageTag, string language, DateOnly day) =>
        day.ToString(
            OrderOf(languageTag, language) == Order.MonthFirst ? "MM/dd/yyyy"
                : language == "en" ? "dd/MM/yyyy"
                : "dd.MM.yyyy",
            CultureInfo.InvariantCulture
        );

    private static DateOnly? Word(string text, AskedQuestion asked)
    {
        return Is("forms.say.today") ? asked.Today
            : Is("forms.say.tomorrow") ? asked.Today.AddDays(1)
            : Is("forms.say.yesterday") ? asked.Today.AddDays(-1)
            : null;

        bool Is(string key) => string.Equals(text, asked.Text(key), StringComparison.OrdinalIgnoreCase);
    }

    private static DateOnly? Written(string text, string? languageTag, AskedQuestion asked, DateOnly? earliest, DateOnly? latest)
    {
        var parts = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries)
            .Select(part => Figures(part) ?? part)
            .Where(part => !Fillers.Contains(part))
            .ToArray();
        if (parts.Length is < 2 or > 3)
        {
            return null;
        }

        var named = Array.FindIndex(parts, part => MonthOf(part) is not null);
        if (named >= 0)
        {
            var month = MonthOf(parts[named])!.Value;
            var rest = parts.Where((_, index) => index != named).ToArray();
            return rest is [{ Length: 4 } year, var last] ? Day(year, month, last) : Day(rest.ElementAtOrDefault(1), month, rest[0]);
        }

        if (parts[0].Length == 4)
        {
            return parts.Length == 3 ? Day(parts[0], Number(parts[1]), parts[2]) : null;
        }

        var lastPart = parts.ElementAtOrDefault(2);
        var byDay = Day(lastPart, Number(parts[1]), parts[0]);
        var byMonth = Day(lastPart, Number(parts[0]), parts[1]);
        return OrderOf(languageTag, asked.Language) == Order.MonthFirst ? byMonth ?? byDay : byDay ?? byMonth;

        DateOnly? Day(string? year, int? month, string day) =>
            Number(day) is not { } number || month is not { } m ? null
            : year is null ? WithoutYear(m, number, asked.Today, earliest, latest)
            : Number(year) is { } y && year.Length is 2 or 4 ? Make(year.Length == 4 ? y : Century(y, asked.Today, latest), m, number)
            : null;
    }

    /// <summary>The figures of an ordinal: <c>31st</c>, <c>31-го</c>. Null for other words.</summary>
    private static string? Figures(string part)
    {
        var figures = string.Concat(part.TakeWhile(char.IsAsciiDigit));
        return figures.Length > 0 && part.Length - figures.Length <= 3 ? figures : null;
    }

    private static int? MonthOf(string word)
    {
        var name = word.ToLowerInvariant();
        return name.Length < 3 || char.IsAsciiDigit(name[0]) ? null
            : MonthNames.FirstOrDefault(month => month.Name == name) is { Month: > 0 } exact ? exact.Month
            : MonthNames
                .Where(month => month.Name.StartsWith(name, StringComparison.Ordinal))
                .Select(month => month.Month)
                .Distinct()
                .ToArray()
                is [var only]
                ? only
            : null;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int Century(int year, DateOnly today, DateOnly? latest)
    {
        var limit = latest is { } last && last.Year < today.Year + YearsAhead ? last.Year : today.Year + YearsAhead;
        var candidate = (limit / 100 * 100) + year;
        return candidate <= limit ? candidate : candidate - 100;
    }

    /// <summary>The next such day that would do, else the last one that was.</summary>
    private static DateOnly? WithoutYear(int month, int day, DateOnly today, DateOnly? earliest, DateOnly? latest)
    {
        var next = new[] { today.Year, today.Year + 1, today.Year + 2 }
            .Select(year => Make(year, month, day))
            .FirstOrDefault(date => date >= today && !(date < earliest));
        return next is null || next > latest
            ? Make(today.Year, month, day) is { } now && now <= today
                ? now
                : Make(today.Year - 1, month, day)
            : next;
    }

    private static DateOnly? Make(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    private static Order OrderOf(string? languageTag, string language)
    {
        if (language != "en")
        {
            return Order.DayFirst;
        }

        var isEnglish = languageTag?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true;
        var isBritish = isEnglish && languageTag!.Length > 2 && !languageTag.EndsWith("us", StringComparison.OrdinalIgnoreCase);
        // Somebody whose phone speaks another language and is answered in English does not count in the American way.
        return isEnglish && !isBritish ? Order.MonthFirst : Order.DayFirst;
    }

    private enum Order
    {
        DayFirst,
        MonthFirst,
    }
}
