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

/// <summary><c>/api/v1/bots/{botId}/versions</c>: what was published, and the way back to it.</summary>
public static class VersionEndpoints
{
    public static void MapVersions(this RouteGroupBuilder bot)
    {
        bot.MapGet("/versions", ListAsync).WithSummary("List versions").WithDescription("Newest first; one of them is live.");
        bot.MapGet("/versions/{number:int}", OpenAsync).WithSummary("Read a version's document").Produces<BotDocument>();
        bot.MapGet("/versions/{number:int}/changes", CompareAsync)
            .WithSummary("Compare versions in words")
            .WithDescription("What changed from this version to another one, or to the draft when `to` is left out.");
        bot.MapPatch("/versions/{number:int}", DescribeAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Write a version's note")
            .WithDescription("What a version answers never changes; what is noted about it may.")
            .WithExample("""{"note":"Prices for spring"}""");
        bot.MapPost("/versions/{number:int}/edit", EditAsync)
            .Requires(Permission.EditBots)
            .WithSummary("Restore a version as the draft")
            .WithDescription(
                "The draft is replaced by the version's document; contacts notice nothing before it is published. Send the revision you have read as If-Match."
            )
            .Produces<DraftBody>()
            .Produces<ProblemDocument>(StatusCodes.Status412PreconditionFailed, "application/problem+json")
            .Produces<ProblemDocument>(StatusCodes.Status428PreconditionRequired, "application/problem+json")
            .WithHeader(HeaderNames.IfMatch, "The revision you have read, as `GET …/draft` gave it in ETag.", "\"7\"");
        bot.MapPost("/versions/{number:int}/restore", RestoreAsync)
            .Requires(Permission.PublishBots)
            .WithSummary("Roll back")
            .WithDescription("Makes an earlier version answer again, as a new version. The draft is left alone.");
    }

    private static async Task<Results<Ok<IReadOnlyList<VersionRow>>, ProblemResult>> ListAsync(
        Guid botId,
        ListVersions versions,
        CancellationToken ct
    ) => (await versions.RunAsync(botId, ct)).ToOk();

    private static async Task<IResult> OpenAsync(Guid botId, int number, OpenVersion open, CancellationToken ct)
    {
        var document = await open.RunAsync(botId, number, ct);
        return document.Succeeded ? Results.Json(document.Value, DocumentJson.Options) : new ProblemResult(document.Problems);
    }

    private static async Task<Results<Ok<IReadOnlyList<ChangedPartBody>>, ProblemResult>> CompareAsync(
        Guid botId,
        int number,
        int? to,
        OpenVersion openVersion,
        OpenDraft openDraft,
        DiffTexts texts,
        CancellationToken ct
    )
    {
        var before = await openVersion.RunAsync(botId, number, ct);
        var after = to is { } other ? await openVersion.RunAsync(botId, other, ct) : await DraftAsync(botId, openDraft, ct);
        return before.Succeeded && after.Succeeded
            ? TypedResults.Ok(ChangedPartBody.Of(DocumentDiff.Between(before.Value, after.Value), texts))
            : Problem.NotFound.ToResult();
    }

    private static async Task<Results<NoContent, ProblemResult>> DescribeAsync(
        Guid botId,
        int number,
        NoteInput input,
        DescribeVersion describe,
        CancellationToken ct
    ) => (await describe.RunAsync(botId, number, input.Note ?? "", ct)).ToNoContent();

    private static async Task<IResult> EditAsync(
        Guid botId,
        int number,
        EditVersion edit,
        OpenDraft open,
        ProblemTexts texts,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (!DraftEndpoints.TryReadRevision(http.Request.Headers.IfMatch.ToString(), out var seen))
        {
            return new Problem("bots.revision_required").ToResult();
        }

        var saved = await edit.RunAsync(botId, number, seen, ct);
        return await DraftEndpoints.AnswerSavedAsync(botId, saved, open, texts, http, ct);
    }

    private static async Task<Results<Ok<PublishedBody>, ProblemResult>> RestoreAsync(
        Guid botId,
        int number,
        RollBack rollBack,
        CancellationToken ct
    )
    {
        var restored = await rollBack.RunAsync(botId, number, ct);
        return restored.Succeeded ? TypedResults.Ok(new PublishedBody(restored.Value)) : new ProblemResult(restored.Problems);
    }

    private static async Task<Outcome<BotDocument>> DraftAsync(Guid botId, OpenDraft open, CancellationToken ct)
    {
        var draft = await open.RunAsync(botId, ct);
        return draft.Succeeded ? draft.Value.Document : Outcome<BotDocument>.Refused(draft.Problems);
    }
}

/// <param name="Note">At most 300 characters; empty takes it away.</param>
public sealed record NoteInput(string? Note);

/// <param name="Id">Stable id of the part within the document: <c>command/7k2m…</c>.</param>
/// <param name="Name">In the language of Accept-Language: "Command /price".</param>
public sealed record ChangedPartBody(ChangeKind Kind, string Id, string Name, IReadOnlyList<ChangeBody> Changes)
{
    internal static IReadOnlyList<ChangedPartBody> Of(IReadOnlyList<ChangedPart> parts, DiffTexts texts) =>
        [
            .. parts.Select(part => new ChangedPartBody(
                part.Kind,
                part.Id,
                texts.NameOf(part),
                [.. part.Changes.Select(change => ChangeBody.Of(change, texts))]
            )),
        ];
}

/// <param name="Title">In the language of Accept-Language: "Reply text changed (English)".</param>
/// <param name="Words">Of a text that changed: the words that stayed, went and came, in order. Null for everything else.</param>
public sealed record ChangeBody(string Title, string? Before, string? After, IReadOnlyList<WordRun>? Words)
{
    internal static ChangeBody Of(DocumentChange change, DiffTexts texts)
    {
        var (before, after) = (texts.Before(change), texts.After(change));
        return new ChangeBody(
            texts.Of(change),
            before,
            after,
            change.Line == LineKind.Text && before is not null && after is not null ? WordDiff.Between(before, after) : null
        );
    }
}
