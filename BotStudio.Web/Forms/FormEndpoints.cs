using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Forms;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Bots;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace BotStudio.Web.Forms;

/// <summary><c>/api/v1/bots/{botId}/forms</c>: the forms of the draft one by one, for programs that do not want to send the whole document.</summary>
public static class FormEndpoints
{
    private const string ExampleForm = """
        {
          "id": "m4x8k2d9w3tc",
          "name": "Book a table",
          "intro": { "en": "A few questions, and the table is yours." },
          "fields": [
            { "type": "text", "id": "b7n3q9r2k4wz", "key": "name", "question": { "en": "What is your name?" }, "label": { "en": "Name" }, "default": { "en": "{{contact.first_name}}" } },
            { "type": "date", "id": "c2v8m5t7j3xd", "key": "day", "question": { "en": "Which day?" }, "earliest": "today", "latest": "today+60" },
            { "type": "number", "id": "f9k4w2z6b8nq", "key": "people", "question": { "en": "How many of you?" }, "min": 1, "max": 20 },
            { "type": "phone", "id": "h3r7t5c9p2mx", "key": "phone", "question": { "en": "Your phone number?" }, "isRequired": false }
          ],
          "hasSummary": true,
          "done": { "en": "Thank you, {{form.name}}! See you on {{form.day}}." },
          "reminderMinutes": 60,
          "endings": [
            { "type": "save", "id": "k6d2x8v4n3wr" },
            { "type": "notify", "id": "q5z9j7t3b2mc", "emails": ["hello@example.com"] }
          ]
        }
        """;

    public static void MapForms(this RouteGroupBuilder api)
    {
        var forms = api.MapGroup("/bots/{botId:guid}/forms").WithTags("Forms").Requires(Permission.ViewBots);
        forms
            .MapGet("", ListAsync)
            .WithSummary("List the forms of the draft")
            .WithDescription("With what keeps them from being published. The ETag is the draft's revision.")
            .Produces<FormsBody>();
        var form = forms.MapGroup("/{form}");
        form.MapGet("", ReadAsync)
            .WithSummary("Read a form")
            .WithDescription("As it is in the draft. The ETag is the draft's revision.")
            .Produces<FormBody>();
        form.MapPut("", SaveAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Add or replace a form")
            .WithDescription(
                "In the draft; publish it for contacts to see it. Send the revision you have read as If-Match; another one has been saved meanwhile when the "
                    + "answer is 412. Contacts who are filling the form in go on: answers belong to the ids of questions, so keep those."
            )
            .Accepts<Form>("application/json")
            .Produces<FormBody>()
            .Produces<ProblemDocument>(StatusCodes.Status412PreconditionFailed, "application/problem+json")
            .Produces<ProblemDocument>(StatusCodes.Status428PreconditionRequired, "application/problem+json")
            .WithHeader(HeaderNames.IfMatch, "The revision you have read, as `GET …/forms` gave it in ETag.", "\"7\"")
            .WithExample(ExampleForm);
        form.MapDelete("", DeleteAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Take a form out of the draft")
            .WithDescription("Its entries stay.")
            .Produces(StatusCodes.Status204NoContent)
            .WithHeader(HeaderNames.IfMatch, "The revision you have read.", "\"7\"");
    }

    private static async Task<IResult> ListAsync(Guid botId, OpenDraft open, ProblemTexts texts, HttpContext http, CancellationToken ct)
    {
        var draft = await open.RunAsync(botId, ct);
        if (draft.Value is not { } row)
        {
            return new ProblemResult(draft.Problems);
        }

        http.Response.Headers.ETag = $"\"{row.Revision}\"";
        return Results.Json(
            new FormsBody(row.Revision, [.. row.Document.Forms.Select((form, index) => Body(row, form, index, texts))]),
            DocumentJson.Options
        );
    }

    private static async Task<IResult> ReadAsync(
        Guid botId,
        [FromRoute(Name = "form")] string formId,
        OpenDraft open,
        ProblemTexts texts,
        HttpContext http,
        CancellationToken ct
    )
    {
        var draft = await open.RunAsync(botId, ct);
        return draft.Value is { } row ? Answer(row, formId, texts, http) : new ProblemResult(draft.Problems);
    }

    private static async Task<IResult> SaveAsync(
        Guid botId,
        [FromRoute(Name = "form")] string formId,
        HttpContext http,
        OpenDraft open,
        SaveDraft save,
        ProblemTexts texts,
        CancellationToken ct
    )
    {
        if (!DraftEndpoints.TryReadRevision(http.Request.Headers.IfMatch.ToString(), out var seen))
        {
            return new Problem("bots.revision_required").ToResult();
        }

        var sent = await ReadFormAsync(http.Request, ct);
        if (sent.Value is not { } form)
        {
            return new ProblemResult(sent.Problems);
        }

        var changed = await ChangeAsync(
            botId,
            seen,
            document => document with { Forms = With(document.Forms, form with { Id = formId }) },
            open,
            save,
            ct
        );
        if (!changed.Succeeded)
        {
            return Refused(changed.Problems);
        }

        var draft = await open.RunAsync(botId, ct);
        return draft.Value is { } row ? Answer(row, formId, texts, http) : new ProblemResult(draft.Problems);
    }

    private static async Task<IResult> DeleteAsync(
        Guid botId,
        [FromRoute(Name = "form")] string formId,
        HttpContext http,
        OpenDraft open,
        SaveDraft save,
        CancellationToken ct
    )
    {
        if (!DraftEndpoints.TryReadRevision(http.Request.Headers.IfMatch.ToString(), out var seen))
        {
            return new Problem("bots.revision_required").ToResult();
        }

        var changed = await ChangeAsync(
            botId,
            seen,
            document =>
                document.Forms.Any(form => form.Id == formId)
                    ? document with
                    {
                        Forms = [.. document.Forms.Where(form => form.Id != formId)],
                    }
                    : null,
            open,
            save,
            ct
        );
        return changed.Succeeded ? Results.NoContent() : Refused(changed.Problems);
    }

    /// <param name="change">Null when there is nothing to change.</param>
    private static async Task<Outcome<int>> ChangeAsync(
        Guid botId,
        int seenRevision,
        Func<BotDocument, BotDocument?> change,
        OpenDraft open,
        SaveDraft save,
        CancellationToken ct
    )
    {
        var draft = await open.RunAsync(botId, ct);
        return draft.Value is not { } row ? Outcome<int>.Refused(draft.Problems)
            : row.Revision != seenRevision ? new Problem("bots.draft_conflict", row.Revision)
            : change(row.Document) is not { } changed ? Problem.NotFound
            : await save.RunAsync(botId, changed, seenRevision, ct);
    }

    private static IReadOnlyList<Form> With(IReadOnlyList<Form> forms, Form changed) =>
        forms.Any(form => form.Id == changed.Id) ? [.. forms.Select(form => form.Id == changed.Id ? changed : form)] : [.. forms, changed];

    private static async Task<Outcome<Form>> ReadFormAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > BotDocument.MaxSizeBytes)
        {
            return new Problem("document.too_large", BotDocument.MaxSizeBytes);
        }

        using var body = new StreamReader(request.Body);
        return FormJson.Parse(await body.ReadToEndAsync(ct));
    }

    private static IResult Answer(DraftRow row, string formId, ProblemTexts texts, HttpContext http)
    {
        for (var i = 0; i < row.Document.Forms.Count; i++)
        {
            if (row.Document.Forms[i].Id == formId)
            {
                http.Response.Headers.ETag = $"\"{row.Revision}\"";
                return Results.Json(Body(row, row.Document.Forms[i], i, texts), DocumentJson.Options);
            }
        }

        return Problem.NotFound.ToResult();
    }

    private static FormBody Body(DraftRow row, Form form, int index, ProblemTexts texts)
    {
        var place = $"/forms/{index}/";
        return new FormBody(
            form,
            [
                .. row
                    .Problems.Where(problem => problem.Place?.StartsWith(place, StringComparison.Ordinal) == true)
                    .Select(problem => new ProblemError(problem.Code, texts.Of(problem), problem.Place![(place.Length - 1)..])),
            ]
        );
    }

    private static ProblemResult Refused(IReadOnlyList<Problem> problems) =>
        problems[0].Code == "bots.draft_conflict"
            ? new ProblemResult(problems, StatusCodes.Status412PreconditionFailed)
            : new ProblemResult(problems);
}

/// <param name="Revision">Of the draft; the same as the ETag.</param>
public sealed record FormsBody(int Revision, IReadOnlyList<FormBody> Items);

/// <param name="Problems">What keeps the form from being published, each with its place in the form.</param>
public sealed record FormBody(Form Form, IReadOnlyList<ProblemError> Problems);
