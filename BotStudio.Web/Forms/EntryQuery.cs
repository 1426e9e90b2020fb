using System.ComponentModel;
using System.Globalization;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Entries;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace BotStudio.Web.Forms;

/// <summary>A filter as it stands in an address, of the API and of pages alike.</summary>
public sealed record EntryQuery
{
    private const string AnswerSort = "answer:";

    [FromQuery(Name = "form")]
    [Description("Id of a form.")]
    public string? Form { get; init; }

    [FromQuery(Name = "status")]
    [Description("inProgress, completed or cancelled.")]
    public string? Status { get; init; }

    [FromQuery(Name = "work")]
    [Description("Of the completed ones: new, inWork or done.")]
    public string? Work { get; init; }

    [FromQuery(Name = "from")]
    [Description("Begun at this time or later.")]
    public string? From { get; init; }

    [FromQuery(Name = "to")]
    [Description("Begun before this time.")]
    public string? To { get; init; }

    [FromQuery(Name = "contact")]
    [Description("Id of a contact.")]
    public string? Contact { get; init; }

    [FromQuery(Name = "search")]
    [Description("A part of an answer or of the contact's name.")]
    public string? Search { get; init; }

    /// <returns><c>entries.bad_query</c> with the name of what is not understood.</returns>
    public Outcome<EntryFilter> ToFilter()
    {
        if (!string.IsNullOrEmpty(Form) && !PartId.IsValid(Form))
        {
            return Bad("form");
        }

        if (!TryName<EntryStatus>(Status, out var status))
        {
            return Bad("status");
        }

        if (!TryName<EntryWork>(Work, out var work))
        {
            return Bad("work");
        }

        if (!TryTime(From, out var from))
        {
            return Bad("from");
        }

        if (!TryTime(To, out var to))
        {
            return Bad("to");
        }

        Guid? contact = null;
        if (!string.IsNullOrEmpty(Contact))
        {
            if (!Guid.TryParse(Contact, out var id))
            {
                return Bad("contact");
            }

            contact = id;
        }

        return new EntryFilter
        {
            FormId = string.IsNullOrEmpty(Form) ? null : Form,
            Status = status,
            Work = work,
            From = from,
            To = to,
            ContactId = contact,
            Search = string.IsNullOrWhiteSpace(Search) ? null : Search,
        };
    }

    /// <summary>The filter as the end of an address, with its question mark; empty for everything.</summary>
    public static string Of(EntryFilter filter)
    {
        var query = new QueryBuilder();
        Add("form", filter.FormId);
        Add("status", NameOf(filter.Status));
        Add("work", NameOf(filter.Work));
        Add("from", filter.From?.ToString("O", CultureInfo.InvariantCulture));
        Add("to", filter.To?.ToString("O", CultureInfo.InvariantCulture));
        Add("contact", filter.ContactId?.ToString());
        Add("search", filter.Search);
        return query.ToString();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }
    }

    /// <returns>Null for what is no order.</returns>
    public static EntryOrder? OrderFrom(string? sort)
    {
        if (string.IsNullOrEmpty(sort))
        {
            return null;
        }

        var descending = sort[0] == '-';
        var name = descending ? sort[1..] : sort;
        if (name.StartsWith(AnswerSort, StringComparison.Ordinal))
        {
            var field = name[AnswerSort.Length..];
            return PartId.IsValid(field) ? new EntryOrder(EntrySort.Answer, descending, field) : null;
        }

        return TryName<EntrySort>(name, out var by) && by is { } known and not EntrySort.Answer ? new EntryOrder(known, descending) : null;
    }

    /// <summary>What <see cref="OrderFrom"/> reads.</summary>
    public static string SortOf(EntryOrder order) =>
        (order.Descending ? "-" : "") + (order.By == EntrySort.Answer ? AnswerSort + order.FieldId : NameOf<EntrySort>(order.By));

    private static Problem Bad(string name) => new Problem("entries.bad_query", name).At("/" + name);

    private static string? NameOf<T>(T? value)
        where T : struct, Enum => value is { } known ? System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(known.ToString()) : null;

    private static bool TryName<T>(string? name, out T? value)
        where T : struct, Enum
    {
        value = null;
        if (string.IsNullOrEmpty(name))
        {
            return true;
        }

        var found =
            Enum.TryParse<T>(name, ignoreCase: true, out var parsed)
            && Enum.IsDefined(parsed)
            && !char.IsAsciiDigit(name[0])
            && name[0] != '-';
        value = found ? parsed : null;
        return found;
    }

    private static bool TryTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var found = DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var parsed
        );
        time = found ? parsed : null;
        return found;
    }
}
