using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json.Serialization;
using BotStudio.Core.Accounts.TwoFactor;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Hosting;

/// <summary>
/// The one place where a refusal becomes an HTTP answer. An endpoint declares <c>Results&lt;Ok&lt;BotRow&gt;, ProblemResult&gt;</c>, which OpenAPI
/// reads, and ends with <c>outcome.ToOk()</c>.
/// </summary>
public static class ProblemResults
{
    /// <summary>Codes that are not 422 (understood, but refused). New codes of that kind need no line here.</summary>
    private static readonly FrozenDictionary<string, int> Statuses = new Dictionary<string, int>
    {
        ["invalid_request"] = StatusCodes.Status400BadRequest,
        ["unauthorized"] = StatusCodes.Status401Unauthorized,
        ["forbidden"] = StatusCodes.Status403Forbidden,
        ["not_found"] = StatusCodes.Status404NotFound,
        ["method_not_allowed"] = StatusCodes.Status405MethodNotAllowed,
        ["request_too_large"] = StatusCodes.Status413PayloadTooLarge,
        ["unsupported_media_type"] = StatusCodes.Status415UnsupportedMediaType,
        ["too_many_requests"] = StatusCodes.Status429TooManyRequests,
        ["server_error"] = StatusCodes.Status500InternalServerError,
        ["unavailable"] = StatusCodes.Status503ServiceUnavailable,

        ["accounts.email_taken"] = StatusCodes.Status409Conflict,
        ["accounts.locked_out"] = StatusCodes.Status429TooManyRequests,
        ["accounts.refresh_refused"] = StatusCodes.Status401Unauthorized,
        ["accounts.sign_in_failed"] = StatusCodes.Status401Unauthorized,
        ["accounts.email_same"] = StatusCodes.Status409Conflict,
        ["accounts.external_taken"] = StatusCodes.Status409Conflict,
        ["accounts.last_way_in"] = StatusCodes.Status409Conflict,
        ["accounts.link_refused"] = StatusCodes.Status410Gone,
        ["accounts.sole_owner"] = StatusCodes.Status409Conflict,
        ["auth.challenge_refused"] = StatusCodes.Status401Unauthorized,
        ["auth.code_wrong"] = StatusCodes.Status401Unauthorized,
        ["auth.passkey_refused"] = StatusCodes.Status401Unauthorized,
        ["auth.proof_required"] = StatusCodes.Status403Forbidden,
        ["auth.two_factor_off"] = StatusCodes.Status409Conflict,
        ["auth.two_factor_required"] = StatusCodes.Status401Unauthorized,
        ["bots.already_live"] = StatusCodes.Status409Conflict,
        ["bots.draft_conflict"] = StatusCodes.Status409Conflict,
        ["bots.nothing_to_publish"] = StatusCodes.Status409Conflict,
        ["bots.revision_required"] = StatusCodes.Status428PreconditionRequired,
        ["bots.publish_conflict"] = StatusCodes.Status409Conflict,
        ["bots.still_connected"] = StatusCodes.Status409Conflict,
        ["files.too_large"] = StatusCodes.Status413PayloadTooLarge,
        ["files.unavailable"] = StatusCodes.Status503ServiceUnavailable,
        ["pages.slug_taken"] = StatusCodes.Status409Conflict,
        ["telegram.already_connected"] = StatusCodes.Status409Conflict,
        ["telegram.changed_meanwhile"] = StatusCodes.Status409Conflict,
        ["telegram.not_connected"] = StatusCodes.Status404NotFound,
        ["telegram.unreachable"] = StatusCodes.Status503ServiceUnavailable,
        ["import.too_large"] = StatusCodes.Status413PayloadTooLarge,
        ["webhooks.changed_meanwhile"] = StatusCodes.Status409Conflict,
        ["canned.shortcut_taken"] = StatusCodes.Status409Conflict,
        ["document.too_large"] = StatusCodes.Status413PayloadTooLarge,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, string> CodesOfStatuses = Statuses
        .Where(status => !status.Key.Contains('.', StringComparison.Ordinal))
        .ToFrozenDictionary(status => status.Value, status => status.Key);

    public static int StatusOf(Problem problem) => Statuses.GetValueOrDefault(problem.Code, StatusCodes.Status422UnprocessableEntity);

    public static ProblemResult ToResult(this Problem problem) => new([problem]);

    /// <summary>200 with the value.</summary>
    public static Results<Ok<T>, ProblemResult> ToOk<T>(this Outcome<T> outcome) =>
        outcome.Succeeded ? TypedResults.Ok(outcome.Value) : new ProblemResult(outcome.Problems);

    /// <summary>201 with the value and its address.</summary>
    public static Results<Created<T>, ProblemResult> ToCreated<T>(this Outcome<T> outcome, Func<T, string> address) =>
        outcome.Succeeded ? TypedResults.Created(address(outcome.Value), outcome.Value) : new ProblemResult(outcome.Problems);

    /// <summary>204.</summary>
    public static Results<NoContent, ProblemResult> ToNoContent(this Outcome outcome) =>
        outcome.Succeeded ? TypedResults.NoContent() : new ProblemResult(outcome.Problems);

    /// <summary>Gives problem documents that the framework makes from a status (malformed body, unknown address, crash) our code and words.</summary>
    public static void Describe(ProblemDetailsContext context)
    {
        var details = context.ProblemDetails;
        if (CodesOfStatuses.TryGetValue(details.Status ?? context.HttpContext.Response.StatusCode, out var code))
        {
            details.Type = null;
            details.Title = context.HttpContext.RequestServices.GetRequiredService<ProblemTexts>().Of(new Problem(code));
            details.Detail = null;
            details.Extensions["code"] = code;
        }
    }
}

/// <summary>A problem document (RFC 9457) in the reader's language.</summary>
/// <param name="status">Where the request makes it another one than the code's own.</param>
public sealed class ProblemResult(IReadOnlyList<Problem> problems, int? status = null) : IResult, IStatusCodeHttpResult
{
    private const string ContentType = "application/problem+json";

    public IReadOnlyList<Problem> Problems => problems;

    public int? StatusCode => status ?? ProblemResults.StatusOf(problems[0]);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var texts = httpContext.RequestServices.GetRequiredService<ProblemTexts>();
        var errors = problems.Select(problem => new ProblemError(problem.Code, texts.Of(problem), problem.Place)).ToArray();
        var document = new ProblemDocument(
            StatusCode!.Value,
            errors[0].Code,
            errors[0].Title,
            Activity.Current?.Id ?? httpContext.TraceIdentifier,
            errors is [{ Place: null }] ? null : errors,
            problems[0] is { Code: SecondSteps.RequiredCode, Args: [string challenge] } ? challenge : null
        );
        httpContext.Response.StatusCode = document.Status;
        return httpContext.Response.WriteAsJsonAsync(document, options: null, ContentType, httpContext.RequestAborted);
    }
}

/// <summary>Why the API refused.</summary>
/// <param name="Status">The HTTP status once more.</param>
/// <param name="Code">Stable: programs decide by it.</param>
/// <param name="Title">The reason in the language of Accept-Language: en, uk, ru, pl or de.</param>
/// <param name="TraceId">Names this request in our logs.</param>
/// <param name="ChallengeToken">With <c>auth.two_factor_required</c>: what to send with the code.</param>
/// <param name="Errors">Every reason with its place in the request, when there are several or the place is known.</param>
public sealed record ProblemDocument(
    int Status,
    string Code,
    string Title,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ProblemError>? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ChallengeToken = null
);

/// <param name="Place">JSON pointer (RFC 6901) into the request's body.</param>
public sealed record ProblemError(
    string Code,
    string Title,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Place = null
);
