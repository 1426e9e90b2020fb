using System.Globalization;
using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Templates;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Channels.Telegram;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Bots;

/// <summary><c>/api/v1/bots</c>: the account's bots.</summary>
public static class BotEndpoints
{
    public static void MapBots(this RouteGroupBuilder api)
    {
        var bots = api.MapGroup("/bots").WithTags("Bots").Requires(Permission.ViewBots);
        bots.MapGet("", ListAsync).WithSummary("List bots").WithDescription("All bots of the account, oldest first.");
        bots.MapPost("", CreateAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Make a bot")
            .WithDescription("From a template or from a document of your own. It answers nobody before it is published.")
            .WithExample("""{"name":"Coffee on the corner","language":"uk","languages":["en"],"template":"support"}""");

        bots.MapGet("/templates", ListTemplates)
            .WithSummary("List templates")
            .WithDescription("Bots to begin with, in the order they are offered. Each has all its texts in every language of the product.");

        var bot = bots.MapGroup("/{botId:guid}");
        bot.MapGet("", FindAsync).WithName(nameof(FindBot)).WithSummary("Read a bot");
        bot.MapPatch("", RenameAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Rename a bot")
            .WithDescription("The name is a part of the draft, so its revision grows.");
        bot.MapDelete("", DeleteAsync)
            .Requires(Permission.DeleteBots)
            .WithSummary("Delete a bot")
            .WithDescription("With its versions, contacts and conversations, for good. Disconnect its channels first.");
        bot.MapDrafts();
        bot.MapVersions();
        bots.MapImport();
        bot.MapExport();
        bot.MapTranslations();
        bot.MapTelegram();
        bot.MapPage();
    }

    private static async Task<Ok<IReadOnlyList<BotRow>>> ListAsync(ListBots bots, CancellationToken ct) =>
        TypedResults.Ok(await bots.RunAsync(ct));

    private static Ok<IReadOnlyList<TemplateBody>> ListTemplates() =>
        TypedResults.Ok<IReadOnlyList<TemplateBody>>([.. BotTemplates.All.Select(TemplateBody.Of)]);

    private static async Task<Results<Created<BotRow>, ProblemResult>> CreateAsync(
        NewBotInput input,
        CreateBot create,
        FindBot find,
        LinkGenerator links,
        HttpContext http,
        CancellationToken ct
    )
    {
        var document = input.ToDocument();
        if (!document.Succeeded)
        {
            return new ProblemResult(document.Problems);
        }

        var created = await create.RunAsync(document.Value, ct);
        if (!created.Succeeded)
        {
            return new ProblemResult(created.Problems);
        }

        var row = await find.RunAsync(created.Value, ct);
        return row.ToCreated(bot => links.GetPathByName(http, nameof(FindBot), new { botId = bot.Id })!);
    }

    private static async Task<Results<Ok<BotRow>, ProblemResult>> FindAsync(Guid botId, FindBot find, CancellationToken ct) =>
        (await find.RunAsync(botId, ct)).ToOk();

    private static async Task<Results<Ok<BotRow>, ProblemResult>> RenameAsync(
        Guid botId,
        RenameInput input,
        RenameBot rename,
        FindBot find,
        CancellationToken ct
    )
    {
        var renamed = await rename.RunAsync(botId, input.Name, ct);
        return renamed.Succeeded ? (await find.RunAsync(botId, ct)).ToOk() : new ProblemResult(renamed.Problems);
    }

    private static async Task<Results<NoContent, ProblemResult>> DeleteAsync(Guid botId, DeleteBot delete, CancellationToken ct) =>
        (await delete.RunAsync(botId, ct)).ToNoContent();
}

/// <param name="Key">For <c>template</c> of <c>POST /bots</c>.</param>
/// <param name="Title">In the language of Accept-Language, like the summary.</param>
/// <param name="UsesAi">AI answers what no command does.</param>
public sealed record TemplateBody(string Key, string Title, string Summary, int Commands, int Forms, bool UsesAi)
{
    internal static TemplateBody Of(BotTemplate template)
    {
        var reader = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var bot = template.Create("", Languages.Default, []);
        return new TemplateBody(
            template.Key,
            template.Title.In(reader, Languages.Default),
            template.Summary.In(reader, Languages.Default),
            bot.Commands.Count,
            bot.Forms.Count,
            bot.Prompt.IsActive
        );
    }
}

/// <param name="Name">1 to 64 characters. With a document of your own it may be left out.</param>
/// <param name="Language">Default language: en, uk, ru, pl or de. Not with a document.</param>
/// <param name="Languages">Languages the bot speaks beside the default one. Not with a document.</param>
/// <param name="Template">A key of <c>GET /bots/templates</c>; blank when left out. Not with a document.</param>
/// <param name="Document">A whole bot document, as <c>GET …/draft</c> gives it.</param>
public sealed record NewBotInput(string? Name, string? Language, IReadOnlyList<string>? Languages, string? Template, JsonElement? Document)
{
    internal Outcome<BotDocument> ToDocument()
    {
        if (Document is { ValueKind: not JsonValueKind.Null } document)
        {
            return FromDocument(document);
        }

        var language = Language ?? Core.Localization.Languages.Default;
        if (Languages?.Append(language).FirstOrDefault(code => !Core.Localization.Languages.IsKnown(code)) is { } unknown)
        {
            return new Problem("document.unknown_language", unknown).At(unknown == Language ? "/language" : "/languages");
        }

        if (!Core.Localization.Languages.IsKnown(language))
        {
            return new Problem("document.unknown_language", language).At("/language");
        }

        return BotTemplates.Find(Template ?? BotTemplates.Blank) is { } template
            ? template.Create(Name ?? "", language, Languages ?? [])
            : new Problem("bots.unknown_template", Template!).At("/template");
    }

    private Outcome<BotDocument> FromDocument(JsonElement document)
    {
        if (Language is not null || Languages is not null || Template is not null)
        {
            return new Problem("bots.document_or_template").At("/document");
        }

        var parsed = DocumentJson.Parse(document.GetRawText());
        return !parsed.Succeeded
                ? Outcome<BotDocument>.Refused([.. parsed.Problems.Select(problem => problem.At("/document" + problem.Place))])
            : Name is null ? parsed
            : parsed.Value with { Name = Name };
    }
}

/// <param name="Name">1 to 64 characters.</param>
public sealed record RenameInput(string Name);
