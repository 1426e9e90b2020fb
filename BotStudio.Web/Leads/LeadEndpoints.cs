using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Leads;
using BotStudio.Core.Leads.Telling;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Leads;

/// <summary><c>/api/v1/leads</c>, and the download of the page.</summary>
public static class LeadEndpoints
{
    private const string CsvType = "text/csv; charset=utf-8";
    private const string JsonType = "application/json; charset=utf-8";

    public static string ExportPath(string format, LeadFilter filter) => $"/app/leads/export.{format}{LeadQuery.Of(filter)}";

    /// <summary>Links of pages, which have a cookie and no token.</summary>
    public static void MapLeadDownloads(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/app/leads/export.{format:regex(^(csv|json)$)}", DownloadAsync)
            .ExcludeFromDescription()
            .Requires(Permission.ExportPeople);

    public static void MapLeads(this RouteGroupBuilder api)
    {
        var leads = api.MapGroup("/leads").WithTags("Leads").Requires(Permission.ViewPeople);
        leads
            .MapGet("", ListAsync)
            .WithSummary("List leads")
            .WithDescription(
                "Of all bots, those for which every condition of the query holds, the newest first. `assignee` is the id of a member, `me` or "
                    + "`nobody`; `source` is ai, form, person or api; `from` and `until` are days (of the account's time zone) or times. `next` of the answer is `after` of the "
                    + "next request."
            );
        leads
            .MapPost("", CreateAsync)
            .Requires(Permission.ChangePeople)
            .WithSummary("Make a lead")
            .WithDescription(
                "For a bot, or out of a conversation or a contact, whose name is taken when none is given. Connected chats and members are told of it."
            )
            .WithExample(
                """{"botId":"0199f3d2-5c1e-7b6a-9d51-4f0f5a1f2c33","name":"Olena Koval","phone":"+380 50 123 45 67","need":"A wedding cake","budget":"200 €"}"""
            );
        leads
            .MapGet("/numbers", NumbersAsync)
            .WithSummary("Count leads")
            .WithDescription(
                "By status, today and in the last seven days (of the account's time zone), and what part of the decided ones was won."
            );
        leads
            .MapGet("/export", ExportAsync)
            .Requires(Permission.ExportPeople)
            .WithSummary("Export leads")
            .WithDescription(
                "With the conditions of the list, as `format=json` (an array) or `format=csv`: UTF-8 with a byte order mark, columns as spreadsheets "
                    + "of the language of Accept-Language expect them, nothing that a spreadsheet would run as a formula."
            )
            .Produces<IReadOnlyList<LeadRow>>(StatusCodes.Status200OK, "application/json")
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
        leads.MapGet("/statuses", StatusesAsync).WithSummary("List statuses of leads").WithDescription("From the left of the board.");
        leads
            .MapPut("/statuses", SaveStatusesAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Change the statuses of leads")
            .WithDescription(
                "All of them, from the left. One without `key` is new; one that is left out is deleted, and its leads go to the status that `moves` "
                    + "names for it. `kind` is open, won or lost."
            )
            .WithExample(
                """{"statuses":[{"key":"new","name":"New","color":"blue","kind":"open"},{"name":"Offer sent","color":"violet","kind":"open"},{"key":"won","name":"Won","color":"green","kind":"won"},{"key":"lost","name":"Lost","color":"gray","kind":"lost"}],"moves":{"in_work":"new"}}"""
            );
        var lead = leads.MapGroup("/{leadId:guid}");
        lead.MapGet("", ReadAsync).WithSummary("Read a lead").WithDescription("With its contact, notes, history and possible duplicates.");
        lead.MapPatch("", ChangeAsync)
            .Requires(Permission.ChangePeople)
            .WithSummary("Change a lead")
            .WithDescription("What is left out stays. `assignee` is the id of a member, `me` or `nobody`.")
            .WithExample("""{"status":"in_work","assignee":"me","budget":"250 €"}""");
        lead.MapDelete("", DeleteAsync)
            .Requires(Permission.DeletePeople)
            .WithSummary("Delete a lead")
            .WithDescription("With its notes and history. The contact and the conversation stay.");
        lead.MapGet("/history", HistoryAsync).WithSummary("Read a lead's history").WithDescription("Who changed what, the latest first.");
        lead.MapPost("/notes", AddNoteAsync)
            .Requires(Permission.ChangePeople)
            .WithSummary("Add a note to a lead")
            .WithExample("""{"text":"Called, wants an offer by Friday"}""");
        lead.MapDelete("/notes/{leadNoteId:guid}", DropNoteAsync).Requires(Permission.ChangePeople).WithSummary("Delete a note of a lead");
        lead.MapPost("/merge", MergeAsync)
            .Requires(Permission.ChangePeople)
            .WithSummary("Merge two leads")
            .WithDescription("The lead takes over what only the other one says, its notes and its history; the other one is gone.")
            .WithExample("""{"otherId":"0199f4aa-5c1e-7b6a-9d51-4f0f5a1f2c33"}""");

        var webhook = api.MapGroup("/bots/{botId:guid}/lead-webhook").WithTags("Leads").Requires(Permission.ViewBots);
        webhook
            .MapGet("", WebhookAsync)
            .WithSummary("Read the address that hears of a bot's leads")
            .WithDescription("It gets `lead.created` and `lead.changed`, signed like all webhooks.");
        webhook
            .MapPut("", SetWebhookAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Set the address that hears of a bot's leads")
            .WithDescription("Null for none.")
            .WithExample("""{"url":"https://crm.example.com/hooks/leads"}""");
    }

    private static async Task<Results<Ok<LeadsBody>, ProblemResult>> ListAsync(
        [AsParameters] LeadQuery query,
        CurrentAccount account,
        AccountZone zone,
        ListLeads list,
        CancellationToken ct,
        string? after = null,
        int limit = Page<LeadRow>.DefaultSize
    )
    {
        var filter = query.ToFilter(account.UserId, await zone.FindAsync(ct));
        var start = PageStart.Parse(after);
        if (!filter.Succeeded)
        {
            return new ProblemResult(filter.Problems);
        }

        if (!string.IsNullOrEmpty(after) && start is null)
        {
            return new Problem("leads.bad_cursor").At("/after").ToResult();
        }

        var page = await list.RunAsync(filter.Value, LeadOrder.Created, start, limit, ct);
        return page.Succeeded
            ? TypedResults.Ok(new LeadsBody(page.Value.Items, page.Value.Next?.ToString()))
            : new ProblemResult(page.Problems);
    }

    private static async Task<Results<Created<LeadRow>, ProblemResult>> CreateAsync(
        NewLeadBody body,
        CreateLead create,
        CancellationToken ct
    ) =>
        (
            await create.RunAsync(
                new NewLead(body.BotId, body.ConversationId, body.Texts)
                {
                    ContactId = body.ContactId,
                    Status = body.Status,
                    Source = LeadSource.Api,
                },
                ct
            )
        ).ToCreated(lead => $"{ApiEndpoints.V1}/leads/{lead.Id}");

    private static async Task<Results<Ok<LeadNumbersBody>, ProblemResult>> NumbersAsync(
        [AsParameters] LeadQuery query,
        CurrentAccount account,
        AccountZone zone,
        ReadLeadBoard read,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var filter = query.ToFilter(account.UserId, await zone.FindAsync(ct));
        if (!filter.Succeeded)
        {
            return new ProblemResult(filter.Problems);
        }

        var board = await read.RunAsync(filter.Value, LeadDays.In(await zone.FindAsync(ct), clock.GetUtcNow()), withCards: false, null, ct);
        return board.To(LeadNumbersBody.Of).ToOk();
    }

    private static Task<IResult> ExportAsync(
        [AsParameters] LeadQuery query,
        CurrentAccount account,
        AccountZone zone,
        ExportLeads export,
        CancellationToken ct,
        string? format = "json"
    ) =>
        format is "csv" or "json"
            ? WriteAsync(query, format, account, zone, export, ct)
            : Task.FromResult<IResult>(new Problem("leads.bad_query", "format").At("/format").ToResult());

    private static Task<IResult> DownloadAsync(
        string format,
        [AsParameters] LeadQuery query,
        CurrentAccount account,
        AccountZone zone,
        ExportLeads export,
        CancellationToken ct
    ) => WriteAsync(query, format, account, zone, export, ct);

    private static async Task<IResult> WriteAsync(
        LeadQuery query,
        string format,
        CurrentAccount account,
        AccountZone zone,
        ExportLeads export,
        CancellationToken ct
    )
    {
        var filter = query.ToFilter(account.UserId, await zone.FindAsync(ct));
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

    private static async Task<Ok<IReadOnlyList<CountedLeadStatus>>> StatusesAsync(ListLeadStatuses list, CancellationToken ct) =>
        TypedResults.Ok(await list.RunAsync(ct));

    private static async Task<Results<Ok<IReadOnlyList<LeadStatusRow>>, ProblemResult>> SaveStatusesAsync(
        LeadStatusesBody body,
        SaveLeadStatuses save,
        CancellationToken ct
    ) => (await save.RunAsync(body.Statuses ?? [], body.Moves, ct)).ToOk();

    private static async Task<Results<Ok<LeadDetails>, ProblemResult>> ReadAsync(Guid leadId, ReadLead read, CancellationToken ct) =>
        (await read.RunAsync(leadId, ct)).ToOk();

    private static async Task<Results<Ok<LeadRow>, ProblemResult>> ChangeAsync(
        Guid leadId,
        LeadBody body,
        ChangeLead change,
        CancellationToken ct
    ) =>
        (
            await change.RunAsync(
                leadId,
                new LeadChange
                {
                    Texts = body.Texts,
                    Status = body.Status,
                    Assignee = body.Assignee,
                },
                ct
            )
        ).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> DeleteAsync(Guid leadId, DeleteLead delete, CancellationToken ct) =>
        (await delete.RunAsync(leadId, ct)).ToNoContent();

    private static async Task<Results<Ok<IReadOnlyList<LeadEventRow>>, ProblemResult>> HistoryAsync(
        Guid leadId,
        ReadLead read,
        CancellationToken ct
    ) => (await read.RunAsync(leadId, ct)).To(lead => lead.History).ToOk();

    private static async Task<Results<Ok<LeadNoteRow>, ProblemResult>> AddNoteAsync(
        Guid leadId,
        LeadNoteBody body,
        AddLeadNote add,
        CancellationToken ct
    ) => (await add.RunAsync(leadId, body.Text ?? "", ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> DropNoteAsync(
        Guid leadId,
        Guid leadNoteId,
        DeleteLeadNote delete,
        CancellationToken ct
    ) => (await delete.RunAsync(leadId, leadNoteId, ct)).ToNoContent();

    private static async Task<Results<Ok<LeadRow>, ProblemResult>> MergeAsync(
        Guid leadId,
        LeadMergeBody body,
        MergeLeads merge,
        CancellationToken ct
    ) => (await merge.RunAsync(leadId, body.OtherId, ct)).ToOk();

    private static async Task<Results<Ok<LeadWebhookAddress>, ProblemResult>> WebhookAsync(
        Guid botId,
        ReadLeadWebhook read,
        CancellationToken ct
    ) => (await read.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> SetWebhookAsync(
        Guid botId,
        LeadWebhookAddress body,
        ChangeLeadWebhook change,
        CancellationToken ct
    ) => (await change.RunAsync(botId, body.Url, ct)).ToNoContent();
}

/// <param name="Next">`after` of the next request; null at the end.</param>
public sealed record LeadsBody(IReadOnlyList<LeadRow> Items, string? Next);

/// <param name="BotId">Whose lead it is; may be left out where a conversation or a contact says so.</param>
/// <param name="Details">Other ways to reach them.</param>
/// <param name="Status">Key of a status; without it, where new ones begin.</param>
public sealed record NewLeadBody(
    Guid? BotId = null,
    Guid? ConversationId = null,
    Guid? ContactId = null,
    string? Name = null,
    string? Phone = null,
    string? Email = null,
    string? Details = null,
    string? Need = null,
    string? Budget = null,
    string? Note = null,
    string? Status = null
)
{
    internal LeadTexts Texts =>
        new()
        {
            Name = Name,
            Phone = Phone,
            Email = Email,
            Details = Details,
            Need = Need,
            Budget = Budget,
            Note = Note,
        };
}

/// <param name="Details">Other ways to reach them.</param>
/// <param name="Status">Key of a status.</param>
/// <param name="Assignee">Id of a member, `me` or `nobody`.</param>
public sealed record LeadBody(
    string? Name = null,
    string? Phone = null,
    string? Email = null,
    string? Details = null,
    string? Need = null,
    string? Budget = null,
    string? Note = null,
    string? Status = null,
    string? Assignee = null
)
{
    internal LeadTexts Texts =>
        new()
        {
            Name = Name,
            Phone = Phone,
            Email = Email,
            Details = Details,
            Need = Need,
            Budget = Budget,
            Note = Note,
        };
}

/// <param name="Statuses">From the left.</param>
/// <param name="Moves">By the key of a status that goes: the key of the one that its leads go to.</param>
public sealed record LeadStatusesBody(IReadOnlyList<LeadStatusInput>? Statuses, IReadOnlyDictionary<string, string>? Moves = null);

/// <param name="Text">1 to 4,000 characters.</param>
public sealed record LeadNoteBody(string? Text);

/// <param name="OtherId">The lead that becomes part of this one.</param>
public sealed record LeadMergeBody(Guid OtherId);

/// <param name="Conversion">Of those that are won or lost, the part that was won, 0 to 1; null while none is.</param>
public sealed record LeadNumbersBody(
    int Total,
    int Today,
    int Week,
    int Open,
    int Won,
    int Lost,
    double? Conversion,
    IReadOnlyList<CountedLeadStatus> Statuses
)
{
    internal static LeadNumbersBody Of(LeadBoard board) =>
        new(
            board.Total,
            board.Today,
            board.Week,
            board.Open,
            board.Won,
            board.Lost,
            board.Conversion,
            [
                .. board.Columns.Select(column => new CountedLeadStatus(
                    column.Status.Key,
                    column.Status.Name,
                    column.Status.Color,
                    column.Status.Kind,
                    column.Count
                )),
            ]
        );
}
