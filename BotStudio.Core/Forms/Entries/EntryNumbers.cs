using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Forms.Entries;

/// <summary>What came of a form: how many began, ended and gave up, day by day, and at which question.</summary>
/// <returns><c>not_found</c>; also for a form that neither the draft nor any entry knows.</returns>
public sealed class ReadEntryNumbers(AccountDb accountDb)
{
    /// <summary>Days that are told apart at most.</summary>
    public const int MaxDays = 366;

    /// <param name="from">The first day.</param>
    /// <param name="to">The last day, itself among them.</param>
    /// <param name="zone">Whose midnights part the days.</param>
    public async Task<Outcome<EntryNumbers>> RunAsync(
        Guid botId,
        string formId,
        DateOnly from,
        DateOnly to,
        TimeZoneInfo zone,
        CancellationToken ct
    )
    {
        if (to < from)
        {
            return new Problem("entries.period_reversed");
        }

        await using var db = await accountDb.OpenAsync(ct);
        var draft = await db.Bots.Where(b => b.Id == botId).Select(b => b.Draft).SingleOrDefaultAsync(ct);
        if (draft is null)
        {
            return Problem.NotFound;
        }

        var document = DocumentJson.Read(draft);
        var form = document.Forms.FirstOrDefault(each => each.Id == formId);
        var days = Math.Min(to.DayNumber - from.DayNumber + 1, MaxDays);
        var starts = Enumerable.Range(0, days + 1).Select(day => StartOf(to.AddDays(day - days + 1), zone)).ToArray();
        var (since, until) = (starts[0], starts[^1]);

        var totals = await db
            .Database.SqlQuery<Totals>(
                $"""
                select count(*) as "Started",
                    count(*) filter (where status = 1) as "Completed",
                    count(*) filter (where status = 2) as "Cancelled",
                    count(*) filter (where status = 1 and work = 0) as "New",
                    count(*) filter (where status = 1 and work = 1) as "InWork",
                    count(*) filter (where status = 1 and work = 2) as "Done",
                    percentile_cont(0.5) within group (order by extract(epoch from completed_at - started_at))
                        filter (where status = 1) as "MedianSeconds"
                from form_entries where bot_id = {botId} and form_id = {formId} and started_at >= {since} and started_at < {until}
                """
            )
            .SingleAsync(ct);
        if (form is null && totals.Started == 0 && !await db.FormEntries.AnyAsync(e => e.BotId == botId && e.FormId == formId, ct))
        {
            return Problem.NotFound;
        }

        var perDay = await db
            .Database.SqlQuery<DayTotals>(
                $"""
                select width_bucket(started_at, {starts}) - 1 as "Day", count(*) as "Started", count(*) filter (where status = 1) as "Completed"
                from form_entries where bot_id = {botId} and form_id = {formId} and started_at >= {since} and started_at < {until}
                group by 1
                """
            )
            .ToListAsync(ct);
        var stopped = await db
            .Database.SqlQuery<Stopped>(
                $"""
                select reached_field_id as "FieldId", count(*) as "Count"
                from form_entries where bot_id = {botId} and form_id = {formId} and started_at >= {since} and started_at < {until} and status <> 1
                group by 1
                """
            )
            .ToListAsync(ct);

        return new EntryNumbers(
            (int)totals.Started,
            (int)totals.Completed,
            (int)totals.Cancelled,
            (int)totals.New,
            (int)totals.InWork,
            (int)totals.Done,
            totals.MedianSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            [
                .. Enumerable
                    .Range(0, days)
                    .Select(day =>
                        perDay.Find(row => row.Day == day) is { } row
                            ? new EntryDay(to.AddDays(day - days + 1), (int)row.Started, (int)row.Completed)
                            : new EntryDay(to.AddDays(day - days + 1), 0, 0)
                    ),
            ],
            StepsOf(form, document, (int)totals.Started, stopped)
        );
    }

    /// <summary>
    /// Who stopped at a question had come to all before it. Where questions were moved or taken out since, what stopped there counts before the first.
    /// </summary>
    private static List<EntryStep> StepsOf(Form? form, BotDocument document, int started, List<Stopped> stopped)
    {
        var steps = new List<EntryStep>();
        var fields = form?.Fields ?? [];
        var reached =
            started
            - (int)stopped.Where(row => row.FieldId is not null && fields.All(each => each.Id != row.FieldId)).Sum(row => row.Count);
        foreach (var field in fields)
        {
            var here = CountOf(field.Id);
            steps.Add(new EntryStep(field.Id, field.NameIn(document), reached, here));
            reached -= here;
        }

        if (form is { HasSummary: true })
        {
            steps.Add(new EntryStep(null, null, reached, CountOf(null)));
        }

        return steps;

        int CountOf(string? id) => (int)stopped.Where(row => row.FieldId == id).Sum(row => row.Count);
    }

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);

        // Where clocks go forward at midnight the day begins an hour later.
        midnight = zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight;
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private sealed record Totals(long Started, long Completed, long Cancelled, long New, long InWork, long Done, double? MedianSeconds);

    private sealed record DayTotals(int Day, long Started, long Completed);

    private sealed record Stopped(string? FieldId, long Count);
}

/// <param name="Cancelled">Given up by the contact; who neither finished nor gave up is still in the middle.</param>
/// <param name="New">Of the completed ones: nobody has done anything about them yet.</param>
/// <param name="MedianTime">From the beginning to the end, pauses among it; null while nobody has finished.</param>
/// <param name="Steps">Where contacts stop, question by question as the form is now, and last the summary.</param>
public sealed record EntryNumbers(
    int Started,
    int Completed,
    int Cancelled,
    int New,
    int InWork,
    int Done,
    TimeSpan? MedianTime,
    IReadOnlyList<EntryDay> Days,
    IReadOnlyList<EntryStep> Steps
)
{
    public int InProgress => Started - Completed - Cancelled;
}

public sealed record EntryDay(DateOnly Day, int Started, int Completed);

/// <param name="FieldId">Null for the summary.</param>
/// <param name="Name">The question's short name; null for the summary.</param>
/// <param name="Reached">How many came so far.</param>
/// <param name="Stopped">How many of them went no further.</param>
public sealed record EntryStep(string? FieldId, string? Name, int Reached, int Stopped);
