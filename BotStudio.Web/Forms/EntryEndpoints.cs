using System.ComponentModel;
using BotStudio.Core.Accounts;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Entries;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BotStudio.Web.Forms;

/// <summary><c>/api/v1/bots/{botId}/entries</c>, and the downloads of pages.</summary>
public static class EntryEndpoints
{
    private const string CsvType = "text/csv; charset=utf-8";
    private const string JsonType = "application/json; charset=utf-8";

    /// <summary>Days that numbers look back when nothing else is said.</summary>
    private const int DefaultDays = 30;

    public static string ExportPath(Guid botId, string format, EntryFilter filter) =>
        $"/app/bots/{botId}/entries/export.{format}{EntryQuery.Of(filter)}";

    /// <summary>Links of pages, which have a cookie and no token.</summary>
    public static void MapEntryDownloads(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/app/bots/{botId:guid}/entries/export.{format:regex(^(csv|json)$)}", DownloadAsync)
            .Requires(Permission.ExportPeople)
            .ExcludeFromDescription();

    public static void MapEntries(this RouteGroupBuilder api)
    {
        api.MapGet("/bots/{botId:guid}/forms/{form}/numbers", NumbersAsync)
            .Requires(Permission.ViewPeople)
            .WithTags("Forms")
            .WithSummary("Read the numbers of a form")
            .WithDescription(
                "How many began and finished from the first day to the last (the last 30 without them), day by day in the time zone, and at which question "
                    + "the others stopped."
            );
        var entries = api.MapGroup("/bots/{botId:guid}/entries").WithTags("Forms").Requires(Permission.ViewPeople);
        entries
            .MapGet("", ListAsync)
            .WithSummary("List entries")
            .WithDescription(
                "Those for which every condition of the query holds. `sort` is started, changed, completed, contact, status, work, or `answer:` and the "
                    + "id of a question, with a minus before it for the other way round; without it the latest comes first. `next` of the answer is "
                    + "`after` of the next request."
            );
        entries
            .MapGet("/export", ExportAsync)
            .Requires(Permission.ExportPeople)
            .WithSummary("Export entries")
            .WithDescription(
                "With the conditions of the list, as `format=json` (an array) or `format=csv`: UTF-8 with a byte order mark, with a form one column for "
                    + "each question, columns and numbers as spreadsheets of the language of Accept-Language expect them, nothing that a spreadsheet would "
                    + "run as a formula."
            )
            .Produces<IReadOnlyList<EntryRow>>(StatusCodes.Status200OK, "application/json")
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
        entries
            .MapPost("/work", WorkAsync)
            .Requires(Permission.ChangePeople)
            .WithSummary("Change the status of several entries")
            .WithExample("""{"entryIds":["0197f0a0-0000-7000-8000-000000000001"],"work":"done"}""");
        entries
            .MapPost("/delete", DeleteManyAsync)
            .Requires(Permission.DeletePeople)
            .WithSummary("Delete several entries")
            .WithDescription("For good.")
            .WithExample("""{"entryIds":["0197f0a0-0000-7000-8000-000000000001"]}""");

        var entry = entries.MapGroup("/{entryId:guid}");
        entry
            .MapGet("", ReadAsync)
            .WithSummary("Read an entry")
            .WithDescription("A picture's `media.fileId` is a file of the bot; a place has its latitude and longitude.");
        entry
            .MapPatch("", ChangeAsync)
            .Requires(Permission.ChangePeople)
            .WithSummary("Change the status of an entry")
            .WithDescription("`work` is new, inWork or done.")
            .WithExample("""{"work":"inWork"}""");
        entry.MapDelete("", DeleteAsync).Requires(Permission.DeletePeople).WithSummary("Delete an entry").WithDescription("For good.");
    }

    private static async Task<Results<Ok<EntriesBody>, ProblemResult>> ListAsync(
        Guid botId,
        [AsParameters] EntryQuery query,
        ListEntries list,
        CancellationToken ct,
        string? sort = null,
        string? after = null,
        int limit = Page<EntryRow>.DefaultSize
    )
    {
        var filter = query.ToFilter();
        if (!filter.Succeeded)
        {
            return new ProblemResult(filter.Problems);
        }

        var order = EntryQuery.OrderFrom(sort);
        if (!string.IsNullOrEmpty(sort) && order is null)
        {
            return new Problem("entries.bad_query", "sort").At("/sort").ToResult();
        }

        var start = EntryStart.Parse(after);
        if (!string.IsNullOrEmpty(after) && start?.Order != (order ?? EntryOrder.LatestFirst))
        {
            return new Problem("entries.bad_cursor").At("/after").ToResult();
        }

        var page = await list.RunAsync(botId, filter.Value, order, start, limit, ct);
        return page.Succeeded
            ? TypedResults.Ok(new EntriesBody(page.Value.Items, page.Value.Next?.ToString()))
            : new ProblemResult(page.Problems);
    }

    private static async Task<Results<Ok<EntryNumbers>, ProblemResult>> NumbersAsync(
        Guid botId,
        [FromRoute(Name = "form")] string formId,
        ReadEntryNumbers numbers,
        TimeProvider clock,
        [Description("First day, 2026-12-01.")] DateOnly? from = null,
        [Description("Last day, itself among them.")] DateOnly? to = null,
        [Description("IANA name of a time zone, whose midnights part the days; UTC without it.")] string? zone = null,
        CancellationToken ct = default
    )
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone ?? TimeZoneInfo.Utc.Id, out var timeZone))
        {
            return new Problem("entries.bad_query", "zone").At("/zone").ToResult();
        }

        var last = to ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), timeZone).DateTime);
        return (await numbers.RunAsync(botId, formId, from ?? last.AddDays(1 - DefaultDays), last, timeZone, ct)).ToOk();
    }

    private static Task<IResult> ExportAsync(
        Guid botId,
        [AsParameters] EntryQuery query,
        ExportEntries export,
        CancellationToken ct,
        string? format = "json"
    ) =>
        format is "csv" or "json"
            ? WriteAsync(botId, query, format, export, ct)
            : Task.FromResult<IResult>(new Problem("entries.bad_query", "format").At("/format").ToResult());

    private static Task<IResult> DownloadAsync(
        Guid botId,
        string format,
        [AsParameters] EntryQuery query,
        ExportEntries export,
        CancellationToken ct
    ) => WriteAsync(botId, query, format, export, ct);

    private static async Task<IResult> WriteAsync(Guid botId, EntryQuery query, string format, ExportEntries export, CancellationToken ct)
    {
        var filter = query.ToFilter();
        if (!filter.Succeeded)
        {
            return new ProblemResult(filter.Problems);
        }

        var ready = await export.RunAsync(botId, filter.Value, ct);
        if (ready.Value is not { } file)
        {
            return new ProblemResult(ready.Problems);
        }

        return format == "csv"
            ? Results.Stream(stream => file.WriteCsvAsync(stream, ct), CsvType, file.FileName + ".csv")
            : Results.Stream(stream => file.WriteJsonAsync(stream, ct), JsonType, file.FileName + ".json");
    }

    private static async Task<Results<Ok<EntryRow>, ProblemResult>> ReadAsync(
        Guid botId,
        Guid entryId,
        ReadEntry read,
        CancellationToken ct
    ) => (await read.RunAsync(botId, entryId, ct)).ToOk();

    private static async Task<Results<Ok<EntryRow>, ProblemResult>> ChangeAsync(
        Guid botId,
        Guid entryId,
        EntryWorkInput input,
        ChangeEntryWork change,
        ReadEntry read,
        CancellationToken ct
    )
    {
        if (input.Work is not { } work)
        {
            return new Problem("entries.bad_query", "work").At("/work").ToResult();
        }

        var changed = await change.RunAsync(botId, [entryId], work, ct);
        return changed.Succeeded ? (await read.RunAsync(botId, entryId, ct)).ToOk() : new ProblemResult(changed.Problems);
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteAsync(
        Guid botId,
        Guid entryId,
        DeleteEntries delete,
        CancellationToken ct
    )
    {
        var deleted = await delete.RunAsync(botId, [entryId], ct);
        return deleted.Succeeded ? TypedResults.NoContent() : new ProblemResult(deleted.Problems);
    }

    private static async Task<Results<Ok<EntryCountBody>, ProblemResult>> WorkAsync(
        Guid botId,
        EntriesWorkInput input,
        ChangeEntryWork change,
        CancellationToken ct
    )
    {
        if (input.Work is not { } work)
        {
            return new Problem("entries.bad_query", "work").At("/work").ToResult();
        }

        var changed = await change.RunAsync(botId, input.EntryIds ?? [], work, ct);
        return changed.Succeeded ? TypedResults.Ok(new EntryCountBody(changed.Value)) : new ProblemResult(changed.Problems);
    }

    private static async Task<Results<Ok<EntryCountBody>, ProblemResult>> DeleteManyAsync(
        Guid botId,
        EntryIdsInput input,
        DeleteEntries delete,
        CancellationToken ct
    )
    {
        var deleted = await delete.RunAsync(botId, input.EntryIds ?? [], ct);
        return deleted.Succeeded ? TypedResults.Ok(new EntryCountBody(deleted.Value)) : new ProblemResult(deleted.Problems);
    }
}

/// <param name="Next"><c>after</c> of the next request; null at the end.</param>
public sealed record EntriesBody(IReadOnlyList<EntryRow> Items, string? Next);

public sealed record EntryWorkInput(EntryWork? Work);

public sealed record EntriesWorkInput(IReadOnlyList<Guid>? EntryIds, EntryWork? Work);

public sealed record EntryIdsInput(IReadOnlyList<Guid>? EntryIds);

/// <param name="Count">How many entries it was done to.</param>
public sealed record EntryCountBody(int Count);
