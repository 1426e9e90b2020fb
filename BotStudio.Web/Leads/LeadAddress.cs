using System.Globalization;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Leads;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;

namespace BotStudio.Web.Leads;

/// <summary>What the page of leads shows, as its address says it: it can be kept, sent, and gone back to.</summary>
public sealed record LeadAddress
{
    public const string Path = "/app/leads";

    /// <summary>Spans that the page offers, in days with today; 0 for all.</summary>
    public static readonly IReadOnlyList<int> Spans = [0, 1, 7, 30, 90];

    public Guid? BotId { get; init; }

    /// <summary>Key of a status; only the table obeys it.</summary>
    public string Status { get; init; } = "";

    /// <summary>Id of a member, <c>me</c> or <c>nobody</c>.</summary>
    public string Assignee { get; init; } = "";

    public string Source { get; init; } = "";

    public int Days { get; init; }

    public string Text { get; init; } = "";

    public bool IsTable { get; init; }

    /// <summary>The conversation that a new lead is to be made of; null for none.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>Something is left out.</summary>
    public bool IsFiltered =>
        BotId is not null || Status.Length > 0 || Assignee.Length > 0 || Source.Length > 0 || Days > 0 || Text.Length > 0;

    public static LeadAddress Read(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        return new LeadAddress
        {
            BotId = Guid.TryParse(Value("botId"), out var bot) ? bot : null,
            Status = Value("status"),
            Assignee = Value("assignee"),
            Source = Value("source"),
            Days =
                int.TryParse(Value("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && Spans.Contains(days)
                    ? days
                    : 0,
            Text = Value("text"),
            IsTable = Value("view") == "table",
            ConversationId = Guid.TryParse(Value("conversation"), out var conversation) ? conversation : null,
        };

        string Value(string name) => query.TryGetValue(name, out var values) ? values.ToString() : "";
    }

    /// <param name="leadId">The lead that is opened; null for none.</param>
    public string ToString(Guid? leadId)
    {
        var query = new QueryBuilder();
        Add("botId", BotId?.ToString());
        Add("status", Status);
        Add("assignee", Assignee);
        Add("source", Source);
        Add("days", Days > 0 ? Days.ToString(CultureInfo.InvariantCulture) : null);
        Add("text", Text);
        Add("view", IsTable ? "table" : null);
        return Path + (leadId is { } id ? "/" + id : "") + query.ToQueryString();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add(name, value);
            }
        }
    }

    /// <param name="reader">The user that <c>me</c> means.</param>
    /// <param name="zone">Whose days are meant.</param>
    public LeadFilter ToFilter(Guid? reader, TimeZoneInfo zone, DateTimeOffset now)
    {
        var read = new LeadQuery
        {
            BotId = BotId,
            Status = IsTable ? Status : null,
            Assignee = Assignee,
            Source = Source,
            Text = Text,
        }.ToFilter(reader, zone);
        var filter = read.Value ?? LeadFilter.All with { BotId = BotId, Text = Text };
        return Days > 0 ? filter with { From = zone.StartOf(zone.DayOf(now).AddDays(1 - Days)) } : filter;
    }
}
