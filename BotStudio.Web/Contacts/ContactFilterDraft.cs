using System.Globalization;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Contacts;

namespace BotStudio.Web.Contacts;

/// <summary>A filter while it is put together in a form.</summary>
public sealed class ContactFilterDraft
{
    /// <summary>For the two times: from one day to another.</summary>
    public const string Range = "range";

    private readonly string search;

    public ContactFilterDraft(ContactFilter filter, TimeZoneInfo zone)
    {
        search = filter.Search;
        AllTags = filter.AllTags;
        AnyTags = filter.AnyTags;
        NoTags = filter.NoTags;
        Languages = [.. filter.Languages];
        Sources = [.. filter.Sources];
        State = filter.State?.ToString() ?? "";
        FirstSeen =
            filter.NewWithinDays is { } days ? $"within:{days}"
            : HasRange(filter.FirstSeenFrom, filter.FirstSeenTo) ? Range
            : "";
        LastSeen =
            filter.SeenWithinDays is { } within ? $"within:{within}"
            : filter.SilentForDays is { } silent ? $"silent:{silent}"
            : HasRange(filter.LastSeenFrom, filter.LastSeenTo) ? Range
            : "";
        FirstSeenFrom = DayOf(filter.FirstSeenFrom, zone);
        FirstSeenTo = DayOf(filter.FirstSeenTo?.AddTicks(-1), zone);
        LastSeenFrom = DayOf(filter.LastSeenFrom, zone);
        LastSeenTo = DayOf(filter.LastSeenTo?.AddTicks(-1), zone);
        BalanceFrom = filter.BalanceFrom?.ToString(CultureInfo.CurrentCulture) ?? "";
        BalanceTo = filter.BalanceTo?.ToString(CultureInfo.CurrentCulture) ?? "";
        Fields = [.. filter.Fields.Select(field => new Row(field.Key) { Test = field.Test, Value = field.Value })];
    }

    public IReadOnlyList<string> AllTags { get; set; }

    public IReadOnlyList<string> AnyTags { get; set; }

    public IReadOnlyList<string> NoTags { get; set; }

    public List<string> Languages { get; }

    public List<string> Sources { get; }

    /// <summary>Name of a <see cref="ContactState"/>; empty for any.</summary>
    public string State { get; set; }

    /// <summary><c>within:7</c>, <see cref="Range"/>, or empty for any time.</summary>
    public string FirstSeen { get; set; }

    /// <summary><c>within:7</c>, <c>silent:30</c>, <see cref="Range"/>, or empty for any time.</summary>
    public string LastSeen { get; set; }

    public DateOnly? FirstSeenFrom { get; set; }

    /// <summary>That day belongs to it.</summary>
    public DateOnly? FirstSeenTo { get; set; }

    public DateOnly? LastSeenFrom { get; set; }

    /// <summary>That day belongs to it.</summary>
    public DateOnly? LastSeenTo { get; set; }

    public string BalanceFrom { get; set; }

    public string BalanceTo { get; set; }

    public List<Row> Fields { get; }

    /// <summary>Which tests make sense for a kind of field.</summary>
    public static IReadOnlyList<FieldTest> TestsOf(ContactFieldKind kind) =>
        kind switch
        {
            ContactFieldKind.Number or ContactFieldKind.Date =>
            [
                FieldTest.Is,
                FieldTest.AtLeast,
                FieldTest.AtMost,
                FieldTest.IsSet,
                FieldTest.IsEmpty,
            ],
            ContactFieldKind.Boolean => [FieldTest.Is, FieldTest.IsSet, FieldTest.IsEmpty],
            ContactFieldKind.Choice => [FieldTest.Is, FieldTest.IsNot, FieldTest.IsSet, FieldTest.IsEmpty],
            _ => [FieldTest.Contains, FieldTest.Is, FieldTest.IsNot, FieldTest.IsSet, FieldTest.IsEmpty],
        };

    /// <summary>A row for the field with the first test that makes sense.</summary>
    public void Add(ContactField field) =>
        Fields.Add(
            new Row(field.Key)
            {
                Test = TestsOf(field.Kind)[0],
                Value =
                    field.Kind == ContactFieldKind.Boolean ? "true"
                    : field.Kind == ContactFieldKind.Choice ? (field.Choices is [var first, ..] ? first : "")
                    : "",
            }
        );

    /// <param name="fields">The bot's.</param>
    /// <param name="zone">Whose midnights part the days.</param>
    public ContactFilter ToFilter(IReadOnlyList<ContactField> fields, TimeZoneInfo zone) =>
        new()
        {
            Search = search,
            AllTags = AllTags,
            AnyTags = AnyTags,
            NoTags = NoTags,
            Languages = [.. Languages],
            Sources = [.. Sources],
            State = Enum.TryParse<ContactState>(State, out var state) ? state : null,
            NewWithinDays = DaysIn(FirstSeen, "within:"),
            FirstSeenFrom = FirstSeen == Range ? StartOf(FirstSeenFrom, zone) : null,
            FirstSeenTo = FirstSeen == Range ? StartOf(FirstSeenTo?.AddDays(1), zone) : null,
            SeenWithinDays = DaysIn(LastSeen, "within:"),
            SilentForDays = DaysIn(LastSeen, "silent:"),
            LastSeenFrom = LastSeen == Range ? StartOf(LastSeenFrom, zone) : null,
            LastSeenTo = LastSeen == Range ? StartOf(LastSeenTo?.AddDays(1), zone) : null,
            BalanceFrom = Amount(BalanceFrom),
            BalanceTo = Amount(BalanceTo),
            Fields = [.. Fields.Select(row => row.ToCondition(fields.FirstOrDefault(field => field.Key == row.Key)))],
        };

    private static bool HasRange(DateTimeOffset? from, DateTimeOffset? to) => from is not null || to is not null;

    private static DateOnly? DayOf(DateTimeOffset? time, TimeZoneInfo zone) =>
        time is { } moment ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime) : null;

    private static DateTimeOffset? StartOf(DateOnly? day, TimeZoneInfo zone)
    {
        if (day is not { } date)
        {
            return null;
        }

        var midnight = date.ToDateTime(TimeOnly.MinValue);

        // Where clocks go forward at midnight the day begins an hour later.
        midnight = zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight;
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static int? DaysIn(string choice, string kind) =>
        choice.StartsWith(kind, StringComparison.Ordinal)
        && int.TryParse(choice[kind.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? days
            : null;

    private static decimal? Amount(string typed) =>
        decimal.TryParse(typed, NumberStyles.Number, CultureInfo.CurrentCulture, out var amount) ? amount : null;

    /// <summary>One condition on a field of the bot's own.</summary>
    public sealed class Row(string key)
    {
        public string Key => key;

        public FieldTest Test { get; set; }

        /// <summary>As it is kept; of numbers as they are typed.</summary>
        public string Value { get; set; } = "";

        public bool HasValue => Test is not (FieldTest.IsSet or FieldTest.IsEmpty);

        /// <param name="field">Null when the bot has no such field any more.</param>
        internal FieldCondition ToCondition(ContactField? field) =>
            new(
                key,
                Test,
                !HasValue ? ""
                    : field?.Kind == ContactFieldKind.Number && Amount(Value) is { } number ? number.ToString(CultureInfo.InvariantCulture)
                    : Value.Trim()
            );
    }
}
