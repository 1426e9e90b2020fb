using BotStudio.Core.Accounts;
using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Translations;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace BotStudio.Web.Bots;

/// <summary><c>/api/v1/bots/{botId}/texts</c>: all that contacts read in the draft, one language beside another.</summary>
public static class TranslationEndpoints
{
    public static void MapTranslations(this RouteGroupBuilder bot)
    {
        bot.MapGet("/texts", ListAsync)
            .WithSummary("List the draft's texts")
            .WithDescription(
                "Every text that contacts read, with a key that stays while its part is there, and how far each language is. The draft's revision is the ETag."
            );
        bot.MapPut("/texts/{language}", WriteAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Write texts in a language")
            .WithDescription(
                "Texts by their keys; those that are not named stay, an empty one is taken out. Send the revision you have read as If-Match."
            )
            .Produces<DraftBody>()
            .Produces<ProblemDocument>(StatusCodes.Status412PreconditionFailed, "application/problem+json")
            .Produces<ProblemDocument>(StatusCodes.Status428PreconditionRequired, "application/problem+json")
            .WithHeader(HeaderNames.IfMatch, "The revision you have read, as `GET …/texts` gave it in ETag.", "\"7\"")
            .WithExample("""{"texts":{"/commands/k7m2w9x4b3cd/response/text":"Еспресо 60 грн, флет вайт 85 грн."}}""");
        bot.MapPost("/texts/{language}/suggestions", SuggestAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Have texts translated by AI")
            .WithDescription(
                "Suggestions for the texts that are missing in the language, or for those that are named. The draft stays as it is: write what you "
                    + "accept. The model is asked once for about 20 texts, at the price of its provider."
            )
            .WithExample("""{"from":"en","keys":["/commands/k7m2w9x4b3cd/response/text"]}""");
    }

    /// <param name="missingIn">Only texts that are missing in this language.</param>
    private static async Task<Results<Ok<TextsBody>, ProblemResult>> ListAsync(
        Guid botId,
        OpenDraft open,
        TextLabels labels,
        HttpContext http,
        CancellationToken ct,
        string? missingIn = null
    )
    {
        if (missingIn is not null && !Languages.IsKnown(missingIn))
        {
            return new Problem("document.unknown_language", missingIn).ToResult();
        }

        var draft = await open.RunAsync(botId, ct);
        if (!draft.Succeeded)
        {
            return new ProblemResult(draft.Problems);
        }

        var document = draft.Value.Document;
        http.Response.Headers.ETag = $"\"{draft.Value.Revision}\"";
        return TypedResults.Ok(
            new TextsBody(
                draft.Value.Revision,
                document.DefaultLanguage,
                TranslationCheck.Progress(document),
                [
                    .. DocumentTexts
                        .In(document)
                        .Where(text => missingIn is null || text.IsMissing(missingIn, document.DefaultLanguage))
                        .Select(text => new TextBody(text.Key, text.Place, labels.OfGroup(text.Group), labels.Of(text), text.Text)),
                ]
            )
        );
    }

    private static async Task<IResult> WriteAsync(
        Guid botId,
        string language,
        WriteTextsInput input,
        OpenDraft open,
        SaveDraft save,
        ProblemTexts texts,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (!DraftEndpoints.TryReadRevision(http.Request.Headers.IfMatch.ToString(), out var seen))
        {
            return new Problem("bots.revision_required").ToResult();
        }

        var draft = await open.RunAsync(botId, ct);
        if (!draft.Succeeded)
        {
            return new ProblemResult(draft.Problems);
        }

        var written = Written(draft.Value.Document, language, input.Texts ?? new Dictionary<string, string>());
        return written.Succeeded
            ? await DraftEndpoints.AnswerSavedAsync(botId, await save.RunAsync(botId, written.Value, seen, ct), open, texts, http, ct)
            : new ProblemResult(written.Problems);
    }

    private static Outcome<BotDocument> Written(BotDocument document, string language, IReadOnlyDictionary<string, string> texts)
    {
        if (!document.Languages.Contains(language))
        {
            return new Problem("document.unknown_language", language);
        }

        var known = DocumentTexts.In(document).Select(text => text.Key).ToHashSet();
        List<Problem> unknown =
        [
            .. texts.Keys.Where(key => !known.Contains(key)).Select(key => new Problem("translations.unknown_text", key).At("/texts")),
        ];
        return unknown.Count > 0 ? Outcome<BotDocument>.Refused(unknown) : DocumentTexts.With(document, language, texts);
    }

    private static async Task<Results<Ok<SuggestionsBody>, ProblemResult>> SuggestAsync(
        Guid botId,
        string language,
        SuggestInput input,
        OpenDraft open,
        TranslateTexts translate,
        CurrentAccount account,
        ProblemTexts texts,
        CancellationToken ct
    )
    {
        var draft = await open.RunAsync(botId, ct);
        if (!draft.Succeeded)
        {
            return new ProblemResult(draft.Problems);
        }

        var document = draft.Value.Document;
        var source = input.From ?? document.DefaultLanguage;
        if (((string[])[language, source]).FirstOrDefault(code => !document.Languages.Contains(code)) is { } unknown)
        {
            return new Problem("document.unknown_language", unknown).ToResult();
        }

        List<DocumentText> wanted =
        [
            .. DocumentTexts
                .In(document)
                .Where(text => input.Keys is { } keys ? keys.Contains(text.Key) : text.IsMissing(language, source)),
        ];
        var suggestions = new List<TranslationSuggestion>();
        var problems = new List<Problem>();
        await foreach (var batch in translate.RunAsync(new AiCaller(account.Id, botId), document, wanted, source, language, ct))
        {
            suggestions.AddRange(batch.Suggestions);
            if (batch.Problem is { } problem)
            {
                problems.Add(problem);
            }
        }

        return suggestions.Count == 0 && problems.Count > 0
            ? new ProblemResult(problems)
            : TypedResults.Ok(
                new SuggestionsBody(
                    suggestions,
                    [.. problems.Select(problem => new ProblemError(problem.Code, texts.Of(problem), problem.Place))]
                )
            );
    }
}

/// <param name="Revision">Of the draft; the same as the ETag.</param>
public sealed record TextsBody(
    int Revision,
    string DefaultLanguage,
    IReadOnlyList<LanguageProgress> Languages,
    IReadOnlyList<TextBody> Texts
);

/// <param name="Key">Stays while the part is there, wherever it is moved.</param>
/// <param name="Place">JSON pointer into the draft's document.</param>
/// <param name="Part">In the language of Accept-Language: "Command /price".</param>
/// <param name="Label">What it is there: "Button 2".</param>
public sealed record TextBody(string Key, string Place, string Part, string Label, LocalizedText Text);

/// <param name="Texts">By key; an empty one is taken out.</param>
public sealed record WriteTextsInput(IReadOnlyDictionary<string, string>? Texts);

/// <param name="From">Language to translate from; the bot's main one when left out.</param>
/// <param name="Keys">What to translate; all that is missing when left out.</param>
public sealed record SuggestInput(string? From, IReadOnlyList<string>? Keys);

/// <param name="Problems">Why some texts have no suggestion.</param>
public sealed record SuggestionsBody(IReadOnlyList<TranslationSuggestion> Suggestions, IReadOnlyList<ProblemError> Problems);
