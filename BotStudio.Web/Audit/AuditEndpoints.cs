using BotStudio.Core.Accounts;
using BotStudio.Core.Audit;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Audit;

/// <summary><c>/api/v1/account/audit</c>: who did what in the account.</summary>
public static class AuditEndpoints
{
    private const string CsvType = "text/csv; charset=utf-8";
    private const string JsonType = "application/json";

    /// <summary>For the page's links, which a browser opens with its cookie.</summary>
    public static void MapAuditDownloads(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/app/settings/audit/export.{format:regex(^(csv|json)$)}", DownloadAsync)
            .Requires(Permission.ViewAudit)
            .ExcludeFromDescription();

    public static void MapAudit(this RouteGroupBuilder api)
    {
        var audit = api.MapGroup("/account/audit").WithTags("Account").Requires(Permission.ViewAudit);
        audit
            .MapGet("", ListAsync)
            .WithSummary("Read the log")
            .WithDescription(
                "Who did what, when and from where, newest first, kept for a year. `next` of the answer is `after` of the next request."
            );
        audit
            .MapGet("/export", ExportAsync)
            .WithSummary("Export the log")
            .WithDescription("`format` is json, the default, or csv; with the conditions of the list.")
            .Produces<byte[]>(StatusCodes.Status200OK, CsvType);
    }

    private static async Task<Results<Ok<AuditBody>, ProblemResult>> ListAsync(
        [AsParameters] AuditQuery query,
        ListAudit list,
        CancellationToken ct,
        string? after = null,
        int limit = Page<AuditRow>.DefaultSize
    )
    {
        var start = PageStart.Parse(after);
        if (!string.IsNullOrEmpty(after) && start is null)
        {
            return new Problem("audit.bad_cursor").At("/after").ToResult();
        }

        var filter = query.ToFilter();
        if (!filter.Succeeded)
        {
            return new ProblemResult(filter.Problems);
        }

        var page = await list.RunAsync(filter.Value, start, Math.Clamp(limit, 1, Page<AuditRow>.MaxSize), ct);
        return page.To(rows => new AuditBody(rows.Items, rows.Next?.ToString())).ToOk();
    }

    private static Task<IResult> ExportAsync(
        [AsParameters] AuditQuery query,
        ExportAudit export,
        CancellationToken ct,
        string format = "json"
    ) => DownloadAsync(query, format, export, ct);

    private static async Task<IResult> DownloadAsync(
        [AsParameters] AuditQuery query,
        string format,
        ExportAudit export,
        CancellationToken ct
    )
    {
        var filter = query.ToFilter();
        if (!filter.Succeeded)
        {
            return new ProblemResult(filter.Problems);
        }

        var ready = await export.RunAsync(filter.Value, ct);
        if (ready.Value is not { } file)
        {
            return new ProblemResult(ready.Problems);
        }

        return format == "csv"
            ? Results.Stream(stream => file.WriteCsvAsync(stream, ct), CsvType, file.FileName + ".csv")
            : Results.Stream(stream => file.WriteJsonAsync(stream, ct), JsonType, file.FileName + ".json");
    }
}

/// <param name="Act">Name of an act, such as botPublished.</param>
/// <param name="UserId">Who did it.</param>
/// <param name="SubjectId">What it was done to.</param>
/// <param name="From">The first moment.</param>
/// <param name="Before">The first moment that is too late.</param>
public sealed record AuditQuery(
    string? Act = null,
    Guid? UserId = null,
    Guid? SubjectId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? Before = null
)
{
    internal Outcome<AuditFilter> ToFilter()
    {
        if (string.IsNullOrEmpty(Act))
        {
            return new AuditFilter(null, UserId, SubjectId, From, Before);
        }

        return Enum.TryParse<AuditAct>(Act, ignoreCase: true, out var act) && Enum.IsDefined(act)
            ? new AuditFilter(act, UserId, SubjectId, From, Before)
            : new Problem("audit.unknown_act", Act).At("/act");
    }
}

/// <param name="Next">`after` of the next request; null at the end.</param>
public sealed record AuditBody(IReadOnlyList<AuditRow> Items, string? Next);
