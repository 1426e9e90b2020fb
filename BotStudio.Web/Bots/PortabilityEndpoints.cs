using System.Net.Mime;
using System.Text;
using BotStudio.Core.Accounts;
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

/// <summary>Bots as files: out of one account, into another one, or twice into the same.</summary>
public static class PortabilityEndpoints
{
    private const string ExampleFile = """
        {
          "format": "botstudio.bot",
          "version": 1,
          "exportedAt": "2026-11-21T10:00:00Z",
          "document": {
            "schema": 1,
            "name": "Coffee on the corner",
            "defaultLanguage": "en",
            "languages": ["en"],
            "fallback": { "en": "Sorry, I did not get that." },
            "commands": [
              {
                "id": "k7m2w9x4b3cd",
                "name": "price",
                "description": { "en": "What coffee costs" },
                "response": { "type": "text", "text": { "en": "Espresso €2, flat white €3." } }
              }
            ]
          },
          "leftOut": [],
          "files": []
        }
        """;

    private const string IdsHint =
        "`ids=keep` leaves the parts their ids, so that conversations and entries keep pointing at them; `ids=renew` gives new ones.";

    public static void MapExport(this RouteGroupBuilder bot)
    {
        bot.MapGet("/export", ExportAsync)
            .WithSummary("Export a bot")
            .WithDescription(
                "The draft, or a version, as one JSON file that POST /bots/import takes, here or in another installation. Secrets and tokens are not in "
                    + "it; `leftOut` names the places where one was."
            )
            .Produces<BotExport>();
        bot.MapPost("/duplicate", DuplicateAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Duplicate a bot")
            .WithDescription("A new bot made of the draft, with ids of its own. It answers nobody before it is published.")
            .WithExample("""{"name":"Coffee on the other corner"}""");
        bot.MapPost("/import", ReplaceDraftAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Import into a bot's draft")
            .WithDescription(
                "Replaces the draft by what the file holds; the bot keeps its name. Send the revision you have read as If-Match. " + IdsHint
            )
            .Accepts<BotExport>(MediaTypeNames.Application.Json)
            .Produces<DraftBody>()
            .Produces<ProblemDocument>(StatusCodes.Status412PreconditionFailed, "application/problem+json")
            .Produces<ProblemDocument>(StatusCodes.Status428PreconditionRequired, "application/problem+json")
            .WithHeader(HeaderNames.IfMatch, "The revision you have read, as `GET …/draft` gave it in ETag.", "\"7\"")
            .WithExample(ExampleFile);
    }

    public static void MapImport(this RouteGroupBuilder bots)
    {
        bots.MapPost("/import", ImportAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Import a bot")
            .WithDescription(
                "Makes a new bot of an exported one. A file that is not right is refused with every problem and its place, and nothing of it is kept. "
                    + IdsHint
            )
            .Accepts<BotExport>(MediaTypeNames.Application.Json)
            .WithExample(ExampleFile);
        bots.MapPost("/import/preview", PreviewAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Look into an exported bot")
            .WithDescription("What the file holds, and what would keep the bot from being published. Nothing is kept.")
            .Accepts<BotExport>(MediaTypeNames.Application.Json)
            .WithExample(ExampleFile);
    }

    /// <summary>The same file for people: a link on a page.</summary>
    public static void MapBotDownloads(this WebApplication app) =>
        app.MapGet("/app/bots/{botId:guid}/export", ExportAsync).Requires(Permission.ViewBots).ExcludeFromDescription();

    /// <param name="version">Number of a version; the draft without it.</param>
    private static async Task<Results<FileContentHttpResult, ProblemResult>> ExportAsync(
        Guid botId,
        int? version,
        ExportBot export,
        CancellationToken ct
    )
    {
        var exported = await export.RunAsync(botId, version, ct);
        return exported.Succeeded
            ? TypedResults.File(Encoding.UTF8.GetBytes(exported.Value.Write()), MediaTypeNames.Application.Json, exported.Value.FileName)
            : new ProblemResult(exported.Problems);
    }

    private static async Task<Results<Created<BotRow>, ProblemResult>> DuplicateAsync(
        Guid botId,
        DuplicateInput input,
        DuplicateBot duplicate,
        FindBot find,
        LinkGenerator links,
        HttpContext http,
        CancellationToken ct
    ) => await MadeAsync(await duplicate.RunAsync(botId, input.Name, ct), find, links, http, ct);

    /// <param name="ids">keep or renew.</param>
    /// <param name="name">What the bot is called here; left out, it keeps the name in the file.</param>
    private static async Task<Results<Created<BotRow>, ProblemResult>> ImportAsync(
        ImportBot import,
        FindBot find,
        LinkGenerator links,
        HttpContext http,
        CancellationToken ct,
        string? ids = null,
        string? name = null
    )
    {
        if (WishOf(ids) is not { } wish)
        {
            return InvalidRequest;
        }

        var file = await ReadAsync(http.Request, ct);
        return file.Succeeded
            ? await MadeAsync(await import.RunAsync(file.Value, wish, name, ct), find, links, http, ct)
            : new ProblemResult(file.Problems);
    }

    private static async Task<Results<Ok<ExportContentsBody>, ProblemResult>> PreviewAsync(
        ProblemTexts texts,
        HttpContext http,
        CancellationToken ct
    ) => (await ReadAsync(http.Request, ct)).To(file => ExportContentsBody.Of(ExportContents.Of(file), texts)).ToOk();

    /// <param name="ids">keep or renew.</param>
    private static async Task<IResult> ReplaceDraftAsync(
        Guid botId,
        ImportDraft import,
        OpenDraft open,
        ProblemTexts texts,
        HttpContext http,
        CancellationToken ct,
        string? ids = null
    )
    {
        if (WishOf(ids) is not { } wish)
        {
            return InvalidRequest;
        }

        if (!DraftEndpoints.TryReadRevision(http.Request.Headers.IfMatch.ToString(), out var seen))
        {
            return new Problem("bots.revision_required").ToResult();
        }

        var file = await ReadAsync(http.Request, ct);
        if (!file.Succeeded)
        {
            return new ProblemResult(file.Problems);
        }

        var saved = await import.RunAsync(botId, file.Value, wish, seen, ct);
        return await DraftEndpoints.AnswerSavedAsync(botId, saved, open, texts, http, ct);
    }

    private static async Task<Results<Created<BotRow>, ProblemResult>> MadeAsync(
        Outcome<Guid> made,
        FindBot find,
        LinkGenerator links,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (!made.Succeeded)
        {
            return new ProblemResult(made.Problems);
        }

        var row = await find.RunAsync(made.Value, ct);
        return row.ToCreated(bot => links.GetPathByName(http, nameof(FindBot), new { botId = bot.Id })!);
    }

    private static ProblemResult InvalidRequest => new Problem("invalid_request").ToResult();

    private static PartIds? WishOf(string? ids) =>
        ids switch
        {
            null or "keep" => PartIds.Keep,
            "renew" => PartIds.Renew,
            _ => null,
        };

    private static async Task<Outcome<BotExport>> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > BotExport.MaxSizeBytes)
        {
            return BotExport.TooLarge;
        }

        using var body = new StreamReader(request.Body);
        return BotExport.Parse(await body.ReadToEndAsync(ct));
    }
}

/// <param name="Name">1 to 64 characters; left out, it is named after the other one.</param>
public sealed record DuplicateInput(string? Name);

/// <param name="Parts">How many of each: commands, forms.</param>
/// <param name="Files">How many pictures and documents come with it.</param>
/// <param name="LeftOut">Places of secrets that the file does not bring.</param>
/// <param name="Problems">What would keep the bot from being published, each with its place in the document.</param>
public sealed record ExportContentsBody(
    string Name,
    string DefaultLanguage,
    IReadOnlyList<string> Languages,
    DateTimeOffset? ExportedAt,
    IReadOnlyDictionary<string, int> Parts,
    int Files,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<ProblemError> Problems
)
{
    internal static ExportContentsBody Of(ExportContents contents, ProblemTexts texts) =>
        new(
            contents.Name,
            contents.DefaultLanguage,
            contents.Languages,
            contents.ExportedAt,
            contents.Parts,
            contents.Files,
            contents.LeftOut,
            [.. contents.Problems.Select(problem => new ProblemError(problem.Code, texts.Of(problem), problem.Place))]
        );
}
