using System.Globalization;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>
/// A filter as conditions of SQL. By hand, because the bot's own fields are texts inside jsonb: what looks like a number is compared as one, and a
/// plain cast would fail on the first value of a time when the field was something else.
/// </summary>
internal sealed class ContactConditions
{
    private const string Number = @"'^-?[0-9]+(\.[0-9]+)?$'";
    private const string Date = "'^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$'";

    private readonly List<string> conditions = [];
    private readonly List<object> values = [];

    private ContactConditions() { }

    /// <summary>To stand after <c>where</c>, with {0}, {1}… for <see cref="Values"/>.</summary>
    public string Sql => string.Join("\n    and ", conditions);

    public object[] Values => [.. values];

    public static ContactConditions Of(Guid botId, ContactFilter filter, DateTimeOffset now)
    {
        var found = new ContactConditions();
        found.Add($"bot_id = {found.Value(botId)}");
        found.Search(filter.Search);
        found.Tags(filter);
        found.Profile(filter);
        found.Times(filter, now);
        foreach (var field in filter.Fields)
        {
            found.Field(field);
        }

        return found;
    }

    private void Search(string search)
    {
        var wanted = StoredText.Cut(StoredText.Clean(search).Trim().TrimStart('@'), ContactFilter.MaxSearchLength);
        if (wanted.Length > 0)
        {
            // The column is in lower case already, so that it need not be made so for each of a hundred thousand rows.
            Add($"search_text like '%' || lower({Value(Pattern(wanted))}) || '%'");
        }
    }

    private void Tags(ContactFilter filter)
    {
        if (filter.AllTags.Count > 0)
        {
            Add($"tags @> {Value(filter.AllTags.ToArray())}");
        }

        if (filter.AnyTags.Count > 0)
        {
            Add($"tags && {Value(filter.AnyTags.ToArray())}");
        }

        if (filter.NoTags.Count > 0)
        {
            Add($"not tags && {Value(filter.NoTags.ToArray())}");
        }
    }

    private void Profile(ContactFilter filter)
    {
        if (filter.Languages.Count > 0)
        {
            Add(
                $"coalesce(language, lower(split_part(replace(language_tag, '_', '-'), '-', 1))) = any({Value(filter.Languages.ToArray())})"
            );
        }

        if (filter.Sources.Count > 0)
        {
            Add($"source = any({Value(filter.Sources.ToArray())})");
        }

        switch (filter.State)
        {
            case ContactState.Reachable:
                Add("blocked_at is null and stopped_at is null");
                break;
            case ContactState.Stopped:
                Add("stopped_at is not null");
                break;
            case ContactState.Blocked:
                Add("blocked_at is not null");
                break;
        }

        AddBound("balance >=", filter.BalanceFrom);
        AddBound("balance <=", filter.BalanceTo);
    }

    private void Times(ContactFilter filter, DateTimeOffset now)
    {
        AddBound("created_at >=", filter.FirstSeenFrom?.ToUniversalTime());
        AddBound("created_at <", filter.FirstSeenTo?.ToUniversalTime());
        AddBound("last_seen_at >=", filter.LastSeenFrom?.ToUniversalTime());
        AddBound("last_seen_at <", filter.LastSeenTo?.ToUniversalTime());
        AddBound("created_at >=", DaysBefore(now, filter.NewWithinDays));
        AddBound("last_seen_at >=", DaysBefore(now, filter.SeenWithinDays));
        AddBound("last_seen_at <", DaysBefore(now, filter.SilentForDays));
    }

    private void Field(FieldCondition condition)
    {
        var key = Value(condition.Key);
        var text = StoredText.Clean(condition.Value).Trim();
        switch (condition.Test)
        {
            case FieldTest.Is:
                Add(Same(key, text));
                break;
            case FieldTest.IsNot:
                Add($"not coalesce({Same(key, text)}, false)");
                break;
            case FieldTest.Contains:
                Add($"fields ->> {key} ilike '%' || {Value(Pattern(text))} || '%'");
                break;
            case FieldTest.AtLeast:
                Add(Compared(key, text, ">="));
                break;
            case FieldTest.AtMost:
                Add(Compared(key, text, "<="));
                break;
            case FieldTest.IsSet:
                Add($"jsonb_exists(fields, {key})");
                break;
            case FieldTest.IsEmpty:
                Add($"not jsonb_exists(fields, {key})");
                break;
        }
    }

    /// <summary>Numbers with numbers, dates with dates; a value of another kind is neither more nor less.</summary>
    private string Compared(string key, string text, string comparison) =>
        AsNumber(text) is { } number
            ? $"case when fields ->> {key} ~ {Number} then (fields ->> {key})::numeric {comparison} {Value(number)} else false end"
            : $"(fields ->> {key} ~ {Date} and fields ->> {key} collate \"C\" {comparison} {Value(text)})";

    /// <summary>7 is also 7.0.</summary>
    private string Same(string key, string text) =>
        AsNumber(text) is { } number
            ? $"case when fields ->> {key} ~ {Number} then (fields ->> {key})::numeric = {Value(number)} else fields ->> {key} = {Value(text)} end"
            : $"fields ->> {key} = {Value(text)}";

    private static decimal? AsNumber(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    private void AddBound<T>(string comparison, T? bound)
        where T : struct
    {
        if (bound is { } value)
        {
            Add($"{comparison} {Value(value)}");
        }
    }

    private static DateTimeOffset? DaysBefore(DateTimeOffset now, int? days) =>
        days is { } count ? now.AddDays(-Math.Clamp(count, 0, ContactFilter.MaxDays)) : null;

    private static string Pattern(string text) =>
        text.Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);

    private void Add(string condition) => conditions.Add(condition);

    private string Value(object value)
    {
        values.Add(value);
        return $"{{{values.Count - 1}}}";
    }
}

internal static class ContactQuery
{
    /// <summary>The contacts that a filter means, in the account's own view.</summary>
    public static IQueryable<Contact> ContactsOf(this BotStudioDb db, Guid botId, ContactFilter filter, DateTimeOffset now)
    {
        var conditions = ContactConditions.Of(botId, filter, now);
        var sql = "select * from contacts where " + conditions.Sql;
        return db.Contacts.FromSqlRaw(sql, conditions.Values).AsNoTracking();
    }
}
