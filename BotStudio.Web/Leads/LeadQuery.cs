using System.Globalization;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Leads;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace BotStudio.Web.Leads;

/// <summary>A filter of leads as it stands in an address: of the API, of the download, and of the page, so that a link leads to the same ones.</summary>
public sealed record LeadQuery
{
    public const string Me = "me";
    public const string Nobody = "nobody";

    [FromQuery(Name = "botId")]
    public Guid? BotId { get; init; }

    /// <summary>Key of a status.</summary>
    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    /// <summary>Id of a member, <c>me</c> or <c>nobody</c>.</summary>
    [FromQuery(Name = "assignee")]
    public string? Assignee { get; init; }

    /// <summary><c>ai</c>, <c>form</c>, <c>person</c> or <c>api</c>.</summary>
    [FromQuery(Name = "source")]
    public string? Source { get; init; }

    [FromQuery(Name = "contactId")]
    public Guid? ContactId { get; init; }

    /// <summary>Made on this day or later; a day (of the account's time zone) or a time.</summary>
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    /// <summary>Made before this time, or on this day (of the account's time zone) or earlier.</summary>
    [FromQuery(Name = "until")]
    public string? Until { get; init; }

    /// <summary>Words that are all in the lead; a phone number in any spelling.</summary>
    [FromQuery(Name = "text")]
    public string? Text { get; init; }

    /// <param name="reader">The user that <c>me</c> means.</param>
    /// <param name="zone">Of the account.</param>
    /// <returns><c>leads.bad_query</c> for what cannot be read.</returns>
    public Outcome<LeadFilter> ToFilter(Guid? reader, TimeZoneInfo zone)
    {
        var assignee = Guid.TryParse(Assignee, out var member) ? member : (Guid?)null;
        if (!string.IsNullOrEmpty(Assignee) && assignee is null && Assignee is not (Me or Nobody))
        {
            return Unreadable("assignee");
        }

        LeadSource? source = Enum.TryParse<LeadSource>(Source, ignoreCase: true, out var read) && Enum.IsDefined(read) ? read : null;
        if (!string.IsNullOrEmpty(Source) && source is null)
        {
            return Unreadable("source");
        }

        if (!TryTime(From, zone, isEnd: false, out var from))
        {
            return Unreadable("from");
        }

        if (!TryTime(Until, zone, isEnd: true, out var until))
        {
            return Unreadable("until");
        }

        return new LeadFilter
        {
            BotId = BotId,
            Status = string.IsNullOrEmpty(Status) ? null : Status,
            AssigneeId = Assignee == Me ? reader ?? Guid.Empty : assignee,
            IsFree = Assignee == Nobody,
            Source = source,
            ContactId = ContactId,
            From = from,
            Until = until,
            Text = Text ?? "",
        };
    }

    /// <returns>With its question mark; empty for no condition.</returns>
    public static string Of(LeadFilter filter)
    {
        var query = new QueryBuilder();
        Add("botId", filter.BotId?.ToString());
        Add("status", filter.Status);
        Add("assignee", filter.IsFree ? Nobody : filter.AssigneeId?.ToString());
        Add("source", filter.Source?.ToString().ToLowerInvariant());
        Add("contactId", filter.ContactId?.ToString());
        Add("from", Written(filter.From));
        Add("until", Written(filter.Until));
        Add("text", filter.Text);
        return query.ToQueryString().Value ?? "";

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }
    }

    private static string? Written(DateTimeOffset? time) => time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static bool TryTime(string? text, TimeZoneInfo zone, bool isEnd, out DateTimeOffset? time)
    {
        time = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            time = Math.Clamp(day.Year, 2, 9998) == day.Year ? zone.StartOf(isEnd ? day.AddDays(1) : day) : null;
            return time is not null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            time = moment.ToUniversalTime();
            return true;
        }

        return false;
    }

    private static Problem Unreadable(string name) => new Problem("leads.bad_query", name).At("/" + name);
}
