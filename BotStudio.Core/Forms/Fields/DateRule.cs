using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BotStudio.Core.Forms.Fields;

/// <summary>A day as owners give it: fixed (<c>2026-12-31</c>) or counted from the day of the question (<c>today</c>, <c>today+30</c>, <c>today-1</c>).</summary>
public static class DateRule
{
    public const int MaxDays = 36_500;

    private const string Today = "today";

    /// <summary>For comparing two rules that both count from today.</summary>
    internal static readonly DateOnly SomeDay = new(2000, 1, 1);

    public static bool IsValid([NotNullWhen(true)] string? rule) => On(rule, SomeDay) is not null;

    public static bool IsRelative(string rule) => rule.StartsWith(Today, StringComparison.Ordinal);

    /// <returns>Null when there is no rule, or what is there is none.</returns>
    public static DateOnly? On(string? rule, DateOnly today)
    {
        if (string.IsNullOrEmpty(rule))
        {
            return null;
        }

        if (!IsRelative(rule))
        {
            return DateOnly.TryParseExact(rule, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        }

        var rest = rule[Today.Length..];
        if (rest.Length == 0)
        {
            return today;
        }

        return
            rest[0] is '+' or '-'
            && int.TryParse(rest, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days)
            && Math.Abs(days) <= MaxDays
            ? today.AddDays(days)
            : null;
    }
}
