using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Contacts;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Conversations;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Contacts;

/// <summary><c>/api/v1/bots/{botId}/contacts</c> and <c>…/segments</c>, and the downloads of pages.</summary>
public static class ContactEndpoints
{
    private const string CsvType = "text/csv; charset=utf-8";
    private const string JsonType = "application/json; charset=utf-8";

    public static string ExportPath(Guid botId, string format, ContactFilter filter) =>
        $"/app/bots/{botId}/contacts/export.{format}{ContactQuery.Of(filter)}";

    public static string HandOverPath(Guid botId, Guid contactId) => $"/app/bots/{botId}/contacts/{contactId}/data.json";

    /// <summary>Links of pages, which have a cookie and no token.</summary>
    public static void MapContactDownloads(this IEndpointRouteBuilder routes)
    {
        var contacts = routes.MapGroup("/app/bots/{botId:guid}/contacts").ExcludeFromDescription().Requires(Permission.ExportPeople);
        contacts.MapGet("/export.{format:regex(^(csv|json)$)}", DownloadAsync);
        contacts.MapGet("/{contactId:guid}/data.json", HandOverAsync);
    }

    public static void MapContacts(this RouteGroupBuilder api)
    {
        var contacts = api.MapGroup("/bots/{botId:guid}/contacts").WithTags("Contacts").Requires(Permission.ViewPeople);
        contacts
            .MapGet("", ListAsync)
            .WithSummary("List contacts")
            .WithDescription(
                "Those for whom every condition of the query holds. `sort` is lastSeen, firstSeen, name or balance, with a minus for the other way "
                    + "round; without it the one seen last comes first. `next` of the answer is `after` of the next request."
            );
        contacts.MapGet("/count", CountAsync).WithSummary("Count contacts").WithDescription("With the conditions of the list.");
        contacts
            .MapGet("/facets", FacetsAsync)
            .WithSummary("Read what contacts can be told apart by")
            .WithDescription("Tags, sources and languages, each with how many contacts have it.");
        contacts
            .MapGet("/export", ExportAsync)
            .Requires(Permission.ExportPeople)
            .WithSummary("Export contacts")
            .WithDescription(
                "With the conditions of the list, as `format=json` (an array) or `format=csv`: UTF-8 with a byte order mark, columns and numbers as "
                    + "spreadsheets of the language of Accept-Language expect them, nothing that a spreadsheet would run as a formula."
            )
            .Produces<IReadOnlyList<ContactListRow>>(StatusCodes.Status200OK, "application/json")
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
        contacts
            .MapPost("/tags", TagAsync)
            .Requires(Permission.ChangePeople)
            .WithSummary("Tag many contacts")
            .WithDescription("Those with the ids, or all that the filter means, or those with the ids for whom the filter holds.")
            .WithExample("""{"filter":{"silentForDays":30},"add":["sleeping"],"remove":["new"]}""");

        var contact = contacts.MapGroup("/{contactId:guid}");
        contact.MapGet("", ReadAsync).WithSummary("Read a contact").WithDescription("With notes, ledger and conversations.");
        contact
            .MapPatch("", ChangeAsync)
            .Requires(Permission.ChangePeople)
            .WithSummary("Change a contact")
            .WithDescription(
                "What is left out stays. `language` is a code, or `auto` for what their client reports. A null among the fields takes that value away."
            )
            .WithExample(
                """{"language":"uk","addTags":["vip"],"removeTags":["new"],"fields":{"city":"Lviv","orders":3,"birthday":null}}"""
            );
        contact
            .MapPost("/balance", PayAsync)
            .Requires(Permission.ChangeBalances)
            .WithSummary("Change a contact's balance")
            .WithDescription("Adds the amount, which may be negative; the ledger keeps it with its reason.")
            .WithExample("""{"amount":-12.5,"reason":"Order 1042"}""");
        contact
            .MapPost("/notes", AddNoteAsync)
            .Requires(Permission.ChangePeople)
            .WithSummary("Add a note")
            .WithExample("""{"text":"Prefers to be called after 18:00"}""");
        contact.MapDelete("/notes/{noteId:guid}", DropNoteAsync).Requires(Permission.ChangePeople).WithSummary("Delete a note");
        contact
            .MapGet("/data", HandOverAsync)
            .Requires(Permission.ExportPeople)
            .WithSummary("Hand over a person's data")
            .WithDescription("All that is kept of them, as one JSON document.")
            .Produces<JsonElement>();
        contact
            .MapDelete("", DeleteAsync)
            .Requires(Permission.DeletePeople)
            .WithSummary("Delete a person's data")
            .WithDescription("The contact with conversations, messages, files, notes and all else that is kept of them, for good.");

        var segments = api.MapGroup("/bots/{botId:guid}/segments").WithTags("Contacts").Requires(Permission.ViewPeople);
        segments.MapGet("", SegmentsAsync).WithSummary("List segments").WithDescription("Filters with a name.");
        segments
            .MapPost("", AddSegmentAsync)
            .Requires(Permission.ChangePeople)
            .WithSummary("Make a segment")
            .WithExample("""{"name":"Sleeping regulars","filter":{"allTags":["vip"],"silentForDays":30}}""");
        segments
            .MapPut("/{segmentId:guid}", SaveSegmentAsync)
            .Requires(Permission.ChangePeople)
            .WithSummary("Change a segment")
            .WithExample("""{"name":"Sleeping regulars","filter":{"allTags":["vip"],"silentForDays":60}}""");
        segments
            .MapDelete("/{segmentId:guid}", DropSegmentAsync)
            .Requires(Permission.ChangePeople)
            .WithSummary("Delete a segment")
            .WithDescription("The contacts in it stay.");
    }

    private static async Task<Results<Ok<ContactsBody>, ProblemResult>> ListAsync(
        Guid botId,
        [AsParameters] ContactQuery query,
        ListContacts list,
        CancellationToken ct,
        string? sort = null,
        string? after = null,
        int limit = Page<ContactListRow>.DefaultSize
    )
    {
        var filter = query.ToFilter();
        var order = ContactQuery.OrderFrom(sort);
        var start = ContactStart.Parse(after);
        if (!filter.Succeeded)
        {
            return new ProblemResult(filter.Problems);
        }

        if (!string.IsNullOrEmpty(sort) && order is null)
        {
            return new Problem("contacts.bad_query", "sort").At("/sort").ToResult();
        }

        if (!string.IsNullOrEmpty(after) && start?.Order != (order ?? ContactOrder.SeenLast))
        {
            return new Problem("contacts.bad_cursor").At("/after").ToResult();
        }

        var page = await list.RunAsync(botId, filter.Value, order, start, limit, ct);
        return page.Succeeded
            ? TypedResults.Ok(new ContactsBody(page.Value.Items, page.Value.Next?.ToString()))
            : new ProblemResult(page.Problems);
    }

    private static async Task<Results<Ok<CountBody>, ProblemResult>> CountAsync(
        Guid botId,
        [AsParameters] ContactQuery query,
        CountContacts count,
        CancellationToken ct
    )
    {
        var filter = query.ToFilter();
        if (!filter.Succeeded)
        {
            return new ProblemResult(filter.Problems);
        }

        var counted = await count.RunAsync(botId, filter.Value, ct);
        return counted.Succeeded ? TypedResults.Ok(new CountBody(counted.Value)) : new ProblemResult(counted.Problems);
    }

    private static async Task<Results<Ok<ContactFacets>, ProblemResult>> FacetsAsync(Guid botId, ReadFacets facets, CancellationToken ct) =>
        (await facets.RunAsync(botId, ct)).ToOk();

    private static Task<IResult> ExportAsync(
        Guid botId,
        [AsParameters] ContactQuery query,
        ExportContacts export,
        CancellationToken ct,
        string? format = "json"
    ) =>
        format is "csv" or "json"
            ? WriteAsync(botId, query, format, export, ct)
            : Task.FromResult<IResult>(new Problem("contacts.bad_query", "format").At("/format").ToResult());

    private static Task<IResult> DownloadAsync(
        Guid botId,
        string format,
        [AsParameters] ContactQuery query,
        ExportContacts export,
        CancellationToken ct
    ) => WriteAsync(botId, query, format, export, ct);

    private static async Task<IResult> WriteAsync(
        Guid botId,
        ContactQuery query,
        string format,
        ExportContacts export,
        CancellationToken ct
    )
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

    private static async Task<Results<Ok<CountBody>, ProblemResult>> TagAsync(
        Guid botId,
        TagInput input,
        TagContacts tag,
        CancellationToken ct
    )
    {
        var tagged = await tag.RunAsync(botId, input, ct);
        return tagged.Succeeded ? TypedResults.Ok(new CountBody(tagged.Value)) : new ProblemResult(tagged.Problems);
    }

    private static async Task<Results<Ok<ContactDetails>, ProblemResult>> ReadAsync(
        Guid botId,
        Guid contactId,
        ReadContact read,
        CancellationToken ct
    ) => (await read.RunAsync(botId, contactId, ct)).ToOk();

    private static async Task<Results<Ok<ContactListRow>, ProblemResult>> ChangeAsync(
        Guid botId,
        Guid contactId,
        ContactInput input,
        ChangeContact change,
        CancellationToken ct
    ) => (await change.RunAsync(botId, contactId, input, ct)).ToOk();

    private static async Task<Results<Ok<BalanceRow>, ProblemResult>> PayAsync(
        Guid botId,
        Guid contactId,
        BalanceInput input,
        ChangeBalance change,
        CancellationToken ct
    ) => (await change.RunAsync(botId, contactId, input, ct)).ToOk();

    private static async Task<Results<Ok<NoteRow>, ProblemResult>> AddNoteAsync(
        Guid botId,
        Guid contactId,
        NoteInput input,
        AddNote add,
        CancellationToken ct
    ) => (await add.RunAsync(botId, contactId, input.Text ?? "", ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> DropNoteAsync(
        Guid botId,
        Guid contactId,
        Guid noteId,
        DeleteNote delete,
        CancellationToken ct
    ) => (await delete.RunAsync(botId, contactId, noteId, ct)).ToNoContent();

    private static async Task<IResult> HandOverAsync(Guid botId, Guid contactId, HandOverContact handOver, CancellationToken ct)
    {
        var ready = await handOver.RunAsync(botId, contactId, ct);
        return ready.Value is { } file
            ? Results.Stream(stream => file.WriteAsync(stream, ct), JsonType, file.Name)
            : new ProblemResult(ready.Problems);
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteAsync(
        Guid botId,
        Guid contactId,
        DeleteContact delete,
        CancellationToken ct
    ) => (await delete.RunAsync(botId, contactId, ct)).ToNoContent();

    private static async Task<Results<Ok<IReadOnlyList<SegmentRow>>, ProblemResult>> SegmentsAsync(
        Guid botId,
        ListSegments list,
        CancellationToken ct
    ) => (await list.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Created<SegmentRow>, ProblemResult>> AddSegmentAsync(
        Guid botId,
        SegmentInput input,
        SaveSegment save,
        CancellationToken ct
    ) => (await save.RunAsync(botId, null, input, ct)).ToCreated(segment => $"{ApiEndpoints.V1}/bots/{botId}/segments/{segment.Id}");

    private static async Task<Results<Ok<SegmentRow>, ProblemResult>> SaveSegmentAsync(
        Guid botId,
        Guid segmentId,
        SegmentInput input,
        SaveSegment save,
        CancellationToken ct
    ) => (await save.RunAsync(botId, segmentId, input, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> DropSegmentAsync(
        Guid botId,
        Guid segmentId,
        DeleteSegment delete,
        CancellationToken ct
    ) => (await delete.RunAsync(botId, segmentId, ct)).ToNoContent();
}

/// <param name="Next">`after` of the next request; null at the end.</param>
public sealed record ContactsBody(IReadOnlyList<ContactListRow> Items, string? Next);

/// <param name="Text">1 to 4,000 characters.</param>
public sealed record NoteInput(string? Text);
