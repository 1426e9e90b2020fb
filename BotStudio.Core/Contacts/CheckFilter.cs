using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Contacts;

/// <summary>Finds what makes a filter senseless.</summary>
/// <returns>
/// <c>contacts.filter_too_long</c>, <c>contacts.filter_days</c>, <c>contacts.filter_range</c>, <c>contacts.filter_field</c> or
/// <c>document.unknown_language</c>; null when it is fine.
/// </returns>
internal static class CheckFilter
{
    public static Problem? Run(ContactFilter filter) => Lists(filter) ?? Days(filter) ?? Ranges(filter) ?? Fields(filter);

    private static Problem? Lists(ContactFilter filter)
    {
        var longest = new[]
        {
            filter.AllTags.Count,
            filter.AnyTags.Count,
            filter.NoTags.Count,
            filter.Languages.Count,
            filter.Sources.Count,
            filter.Fields.Count,
        }.Max();
        return longest > ContactFilter.MaxValues ? new Problem("contacts.filter_too_long", ContactFilter.MaxValues)
            : filter.Languages.FirstOrDefault(code => !Languages.IsKnown(code)) is { } unknown
                ? new Problem("document.unknown_language", unknown).At("/languages")
            : null;
    }

    private static Problem? Days(ContactFilter filter) =>
        new[] { filter.NewWithinDays, filter.SeenWithinDays, filter.SilentForDays }.Any(days => days is < 0 or > ContactFilter.MaxDays)
            ? new Problem("contacts.filter_days", ContactFilter.MaxDays)
            : null;

    private static Problem? Ranges(ContactFilter filter) =>
        filter.FirstSeenFrom >= filter.FirstSeenTo || filter.LastSeenFrom >= filter.LastSeenTo || filter.BalanceFrom > filter.BalanceTo
            ? new Problem("contacts.filter_range")
            : null;

    private static Problem? Fields(ContactFilter filter) =>
        filter.Fields.FirstOrDefault(IsSenseless) is { } field ? new Problem("contacts.filter_field", field.Key) : null;

    private static bool IsSenseless(FieldCondition field) =>
        string.IsNullOrWhiteSpace(field.Key)
        || field.Key.Length > ContactFilter.MaxSearchLength
        || field.Value.Length > ContactField.MaxValueLength
        || (field.Test is not (FieldTest.IsSet or FieldTest.IsEmpty) && string.IsNullOrWhiteSpace(field.Value));
}
