using System.ComponentModel;
using System.Globalization;
using BotStudio.Core.Contacts;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace BotStudio.Web.Contacts;

/// <summary>A filter as it stands in an address, of the API and of pages alike.</summary>
public sealed record ContactQuery
{
    [FromQuery(Name = "search")]
    [Description("A part of the name, the username or the channel's id.")]
    public string? Search { get; init; }

    [FromQuery(Name = "tag")]
    [Description("Has this tag; several times: has each of them.")]
    public string[]? Tag { get; init; }

    [FromQuery(Name = "anyTag")]
    [Description("Has at least one of them.")]
    public string[]? AnyTag { get; init; }

    [FromQuery(Name = "noTag")]
    [Description("Has none of them.")]
    public string[]? NoTag { get; init; }

    [FromQuery(Name = "language")]
    [Description("en, uk, ru, pl or de: the chosen language, else the one their client reports.")]
    public string[]? Language { get; init; }

    [FromQuery(Name = "source")]
    [Description("What the link carried that brought them first.")]
    public string[]? Source { get; init; }

    [FromQuery(Name = "state")]
    [Description("reachable, stopped or blocked.")]
    public string? State { get; init; }

    [FromQuery(Name = "firstSeenFrom")]
    public string? FirstSeenFrom { get; init; }

    [FromQuery(Name = "firstSeenTo")]
    [Description("Exclusive.")]
    public string? FirstSeenTo { get; init; }

    [FromQuery(Name = "lastSeenFrom")]
    public string? LastSeenFrom { get; init; }

    [FromQuery(Name = "lastSeenTo")]
    [Description("Exclusive.")]
    public string? LastSeenTo { get; init; }

    [FromQuery(Name = "newWithinDays")]
    public string? NewWithinDays { get; init; }

    [FromQuery(Name = "seenWithinDays")]
    public string? SeenWithinDays { get; init; }

    [FromQuery(Name = "silentForDays")]
    public string? SilentForDays { get; init; }

    [FromQuery(Name = "balanceFrom")]
    public string? BalanceFrom { get; init; }

    [FromQuery(Name = "balanceTo")]
    public string? BalanceTo { get; init; }

    [FromQuery(Name = "field")]
    [Description(
        "A condition on one of the bot's own fields: `key:test:value`, where the test is is, isNot, contains, atLeast, atMost, isSet or isEmpty."
    )]
    public string[]? Field { get; init; }

    /// <returns><c>contacts.bad_query</c> with the name of what is not understood.</returns>
    public Outcome<ContactFilter> ToFilter()
    {
        var bad = new List<Problem>();
        var filter = new ContactFilter
        {
            Search = Search ?? "",
            AllTags = Tag ?? [],
            AnyTags = AnyTag ?? [],
            NoTags = NoTag ?? [],
            Languages = Language ?? [],
            Sources = Source ?? [],
            State = Read<ContactState>(
                "state",
                State,
                text => Enum.TryParse<ContactState>(text, ignoreCase: true, out var state) ? state : null
            ),
            FirstSeenFrom = Read("firstSeenFrom", FirstSeenFrom, Time),
            FirstSeenTo = Read("firstSeenTo", FirstSeenTo, Time),
            LastSeenFrom = Read("lastSeenFrom", LastSeenFrom, Time),
            LastSeenTo = Read("lastSeenTo", LastSeenTo, Time),
            NewWithinDays = Read("newWithinDays", NewWithinDays, Days),
            SeenWithinDays = Read("seenWithinDays", SeenWithinDays, Days),
            SilentForDays = Read("silentForDays", SilentForDays, Days),
            BalanceFrom = Read("balanceFrom", BalanceFrom, Amount),
            BalanceTo = Read("balanceTo", BalanceTo, Amount),
            Fields = [.. (Field ?? []).Select(ReadField).OfType<FieldCondition>()],
        };
        return bad.Count == 0 ? filter : Outcome<ContactFilter>.Refused(bad);

        T? Read<T>(string name, string? text, Func<string, T?> read)
            where T : struct
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            var value = read(text);
            if (value is null)
            {
                bad.Add(new Problem("contacts.bad_query", name).At("/" + name));
            }

            return value;
        }

        FieldCondition? ReadField(string text)
        {
            var parts = text.Split(':', 3);
            if (parts.Length >= 2 && Enum.TryParse<FieldTest>(parts[1], ignoreCase: true, out var test) && Enum.IsDefined(test))
            {
                return new FieldCondition(parts[0], test, parts.Length == 3 ? parts[2] : "");
            }

            bad.Add(new Problem("contacts.bad_query", "field").At("/field"));
            return null;
        }
    }

    /// <summary>The query of an address; what it does not know is left alone.</summary>
    public static ContactQuery From(string queryString)
    {
        var query = QueryHelpers.ParseQuery(queryString);
        return new ContactQuery
        {
            Search = One("search"),
            Tag = Many("tag"),
            AnyTag = Many("anyTag"),
            NoTag = Many("noTag"),
            Language = Many("language"),
            Source = Many("source"),
            State = One("state"),
            FirstSeenFrom = One("firstSeenFrom"),
            FirstSeenTo = One("firstSeenTo"),
            LastSeenFrom = One("lastSeenFrom"),
            LastSeenTo = One("lastSeenTo"),
            NewWithinDays = One("newWithinDays"),
            SeenWithinDays = One("seenWithinDays"),
            SilentForDays = One("silentForDays"),
            BalanceFrom = One("balanceFrom"),
            BalanceTo = One("balanceTo"),
            Field = Many("field"),
        };

        string? One(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;
        string[] Many(string name) => query.TryGetValue(name, out var values) ? [.. values.OfType<string>()] : [];
    }

    /// <summary>The filter as a query: empty for everybody, else <c>?…</c>.</summary>
    public static string Of(ContactFilter filter, ContactOrder? order = null)
    {
        var query = new List<KeyValuePair<string, StringValues>>();
        Add("search", filter.Search);
        Add("tag", filter.AllTags.ToArray());
        Add("anyTag", filter.AnyTags.ToArray());
        Add("noTag", filter.NoTags.ToArray());
        Add("language", filter.Languages.ToArray());
        Add("source", filter.Sources.ToArray());
        Add("state", filter.State is { } state ? Camel(state.ToString()) : null);
        Add("firstSeenFrom", Text(filter.FirstSeenFrom));
        Add("firstSeenTo", Text(filter.FirstSeenTo));
        Add("lastSeenFrom", Text(filter.LastSeenFrom));
        Add("lastSeenTo", Text(filter.LastSeenTo));
        Add("newWithinDays", filter.NewWithinDays?.ToString(CultureInfo.InvariantCulture));
        Add("seenWithinDays", filter.SeenWithinDays?.ToString(CultureInfo.InvariantCulture));
        Add("silentForDays", filter.SilentForDays?.ToString(CultureInfo.InvariantCulture));
        Add("balanceFrom", filter.BalanceFrom?.ToString(CultureInfo.InvariantCulture));
        Add("balanceTo", filter.BalanceTo?.ToString(CultureInfo.InvariantCulture));
        Add("field", filter.Fields.Select(field => $"{field.Key}:{Camel(field.Test.ToString())}:{field.Value}").ToArray());
        Add("sort", order is null || order == ContactOrder.SeenLast ? null : ToText(order));
        return new QueryBuilder(query).ToString();

        void Add(string name, StringValues values)
        {
            if (!StringValues.IsNullOrEmpty(values))
            {
                query.Add(new(name, values));
            }
        }
    }

    /// <summary><c>name</c> upwards, <c>-name</c> downwards.</summary>
    public static string ToText(ContactOrder order) => (order.Descending ? "-" : "") + Camel(order.By.ToString());

    /// <returns>Null for what is no order.</returns>
    public static ContactOrder? OrderFrom(string? text) =>
        text is { Length: > 1 }
        && Enum.TryParse<ContactSort>(text.TrimStart('-'), ignoreCase: true, out var by)
        && Enum.IsDefined(by)
        && !char.IsAsciiDigit(text.TrimStart('-')[0])
            ? new ContactOrder(by, text[0] == '-')
            : null;

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static int? Days(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : null;

    private static decimal? Amount(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
