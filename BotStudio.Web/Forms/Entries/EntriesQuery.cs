using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Entries;

namespace BotStudio.Web.Forms.Entries;

/// <summary>What a reader wants to see of a bot's entries.</summary>
/// <param name="FormId">Null for those of all forms.</param>
/// <param name="From">The first day on which they were begun, by the reader's clock.</param>
/// <param name="To">The last such day, itself among them.</param>
public sealed record EntriesQuery(
    string? FormId,
    EntryStatus? Status,
    EntryWork? Work,
    DateOnly? From,
    DateOnly? To,
    string? Search,
    EntryOrder Order
)
{
    /// <summary>Only those of one person.</summary>
    public Guid? ContactId { get; init; }

    public bool IsFiltered =>
        Status is not null
        || Work is not null
        || From is not null
        || To is not null
        || ContactId is not null
        || !string.IsNullOrWhiteSpace(Search);

    public EntryFilter FilterIn(TimeZoneInfo zone) =>
        new()
        {
            FormId = FormId,
            Status = Status,
            Work = Work,
            From = From is { } from ? StartOf(from, zone) : null,
            ContactId = ContactId,
            To = To is { } to ? StartOf(to.AddDays(1), zone) : null,
            Search = string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(),
        };

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);

        // Where clocks go forward at midnight the day begins an hour later.
        midnight = zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight;
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
    }
}
