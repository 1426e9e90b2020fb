using System.Globalization;
using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Ai.Models;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace BotStudio.Web.Bots;

/// <summary>
/// <c>/api/v1/bots/{botId}/draft</c>: the document that is edited. Its revision is the ETag, and a save names the one it was made from, so that
/// nobody overwrites what they have not seen.
/// </summary>
public static class DraftEndpoints
{
    private const string ExampleDocument = """
        {
          "schema": 1,
          "name": "Coffee on the corner",
          "defaultLanguage": "en",
          "languages": ["en", "uk"],
          "welcome": { "en": "Hello {{contact.first_name}}! What would you like?", "uk": "Вітаю, {{contact.first_name}}! Чого бажаєте?" },
          "fallback": { "en": "Sorry, I did not get that.", "uk": "Перепрошую, не зрозумів." },
          "prompt": {
            "isActive": true,
            "text": "You answer for a coffee shop. Be short and friendly.",
            "historyLength": 10,
            "tools": {
              "builtIn": { "register_lead": {}, "ask_human": {} },
              "own": [
                {
                  "id": "t4k9w2m7x3cd",
                  "name": "order_status",
                  "description": "Tells where an order is. Use it when the contact has given the number of an order.",
                  "method": "get",
                  "url": "https://shop.example.com/orders/{{order}}",
                  "parameters": [{ "id": "p8n3v6q2z5bf", "name": "order", "type": "integer", "description": "Number of the order" }],
                  "headers": [{ "id": "h2c7d9k4m6wx", "name": "Authorization", "isSecret": true }]
                }
              ]
            }
          },
          "commands": [
            {
              "id": "k7m2w9x4b3cd",
              "name": "price",
              "description": { "en": "What coffee costs", "uk": "Скільки коштує кава" },
              "isActive": true,
              "response": { "type": "text", "text": { "en": "Espresso €2, flat white €3.", "uk": "Еспресо 60 грн, флет вайт 85 грн." } }
            }
          ]
        }
        """;

    public static void MapDrafts(this RouteGroupBuilder bot)
    {
        bot.MapGet("/draft", ReadAsync)
            .WithSummary("Read the draft")
            .WithDescription("The document with its revision (also as ETag) and with what keeps it from being published.")
            .Produces<DraftBody>();
        bot.MapPut("/draft", SaveAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Replace the draft")
            .WithDescription(
                "Send the revision you have read as If-Match; another one has been saved meanwhile when the answer is 412. Problems that only keep "
                    + "the bot from being published do not keep it from being saved: they are listed in the answer."
            )
            .Accepts<BotDocument>("application/json")
            .Produces<DraftBody>()
            .Produces<ProblemDocument>(StatusCodes.Status412PreconditionFailed, "application/problem+json")
            .Produces<ProblemDocument>(StatusCodes.Status428PreconditionRequired, "application/problem+json")
            .WithHeader(HeaderNames.IfMatch, "The revision you have read, as `GET …/draft` gave it in ETag.", "\"7\"")
            .WithExample(ExampleDocument);
        bot.MapPost("/publish", PublishAsync)
            .Requires(Permission.PublishBots)
            .WithSummary("Publish the draft")
            .WithDescription(
                "Makes it the version that answers contacts. Refused with every problem and its place when the document is not complete, and with `trials.not_run` or "
                    + "`trials.not_passed` when the owner publishes only what passes its test questions."
            );
    }

    private static async Task<IResult> ReadAsync(Guid botId, OpenDraft open, ProblemTexts texts, HttpContext http, CancellationToken ct) =>
        await AnswerAsync(await open.RunAsync(botId, ct), texts, http, ct);

    private static async Task<IResult> SaveAsync(
        Guid botId,
        HttpContext http,
        SaveDraft save,
        OpenDraft open,
        ProblemTexts texts,
        CancellationToken ct
    )
    {
        if (!TryReadRevision(http.Request.Headers.IfMatch.ToString(), out var seen))
        {
            return new Problem("bots.revision_required").ToResult();
        }

        var document = await ReadDocumentAsync(http.Request, ct);
        if (!document.Succeeded)
        {
            return new ProblemResult(document.Problems);
        }

        var saved = await save.RunAsync(botId, document.Value, seen, ct);
        return await AnswerSavedAsync(botId, saved, open, texts, http, ct);
    }

    private static async Task<Results<Ok<PublishedBody>, ProblemResult>> PublishAsync(
        Guid botId,
        PublishInput input,
        PublishBot publish,
        CancellationToken ct
    )
    {
        var published = await publish.RunAsync(botId, input.Revision, input.Note ?? "", ct);
        return published.Succeeded ? TypedResults.Ok(new PublishedBody(published.Value)) : new ProblemResult(published.Problems);
    }

    /// <summary>The draft after it was saved over a revision that the caller had named.</summary>
    internal static async Task<IResult> AnswerSavedAsync(
        Guid botId,
        Outcome<int> saved,
        OpenDraft open,
        ProblemTexts texts,
        HttpContext http,
        CancellationToken ct
    ) =>
        saved.Problem is { Code: "bots.draft_conflict" } ? new ProblemResult(saved.Problems, StatusCodes.Status412PreconditionFailed)
        : saved.Succeeded ? await AnswerAsync(await open.RunAsync(botId, ct), texts, http, ct)
        : new ProblemResult(saved.Problems);

    private static async Task<IResult> AnswerAsync(Outcome<DraftRow> draft, ProblemTexts texts, HttpContext http, CancellationToken ct)
    {
        if (draft.Value is not { } row)
        {
            return new ProblemResult(draft.Problems);
        }

        var warnings = await http.RequestServices.GetRequiredService<ListWarnings>().RunAsync(row.Document, ct);
        http.Response.Headers.ETag = $"\"{row.Revision}\"";
        return Results.Json(
            new DraftBody(
                row.Revision,
                row.SavedAt,
                row.HasUnpublishedChanges,
                row.PublishedNumber,
                [.. row.Problems.Select(problem => new ProblemError(problem.Code, texts.Of(problem), problem.Place))],
                [.. warnings.Select(warning => new ProblemError(warning.Code, texts.Of(warning), warning.Place))],
                row.Document
            ),
            DocumentJson.Options
        );
    }

    /// <summary>The body as the document's own rules read it, which say where something is wrong.</summary>
    private static async Task<Outcome<BotDocument>> ReadDocumentAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > BotDocument.MaxSizeBytes)
        {
            return new Problem("document.too_large", BotDocument.MaxSizeBytes);
        }

        using var body = new StreamReader(request.Body);
        return DocumentJson.Parse(await body.ReadToEndAsync(ct));
    }

    /// <summary><c>"7"</c>, <c>W/"7"</c> or plain <c>7</c>.</summary>
    internal static bool TryReadRevision(string header, out int revision)
    {
        var tag = EntityTagHeaderValue.TryParse(header, out var parsed) ? parsed.Tag.ToString() : header;
        return int.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out revision);
    }
}

/// <param name="Revision">Grows with every save; the same as the ETag.</param>
/// <param name="PublishedNumber">The live version; null while there is none.</param>
/// <param name="Problems">What keeps the document from being published, each with its place in the document.</param>
/// <param name="Warnings">What does not, and is worth knowing: texts without a translation, a model that nobody knows or that calls no tools.</param>
public sealed record DraftBody(
    int Revision,
    DateTimeOffset SavedAt,
    bool HasUnpublishedChanges,
    int? PublishedNumber,
    IReadOnlyList<ProblemError> Problems,
    IReadOnlyList<ProblemError> Warnings,
    BotDocument Document
);

/// <param name="Note">For the list of versions, at most 300 characters.</param>
/// <param name="Revision">Publish only when the draft is still at this revision.</param>
public sealed record PublishInput(string? Note, int? Revision)
{
    /// <summary>
    /// Routing would not bring a request without a body here if the framework read it: it then goes to the route for unknown addresses.
    /// </summary>
    public static async ValueTask<PublishInput?> BindAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType() || http.Request.ContentLength == 0)
        {
            return new PublishInput(null, null);
        }

        try
        {
            return await http.Request.ReadFromJsonAsync<PublishInput>(http.RequestAborted);
        }
        catch (JsonException)
        {
            // The framework answers 400.
            return null;
        }
    }
}

/// <param name="Number">The version that answers now.</param>
public sealed record PublishedBody(int Number);
