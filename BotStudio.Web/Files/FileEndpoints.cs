using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Files;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace BotStudio.Web.Files;

/// <summary>
/// <c>/app/files/{fileId}</c> for pages and <c>/api/v1/bots/{botId}/files</c> for programs: pictures, voices and documents that bots received or
/// can send.
/// </summary>
public static class FileEndpoints
{
    /// <summary>Room for what a form adds around the file.</summary>
    private const long FormBytes = 64 * 1024;

    public static string PathOf(Guid fileId) => $"/app/files/{fileId}";

    public static void MapFiles(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/app/files/{fileId:guid}", OpenAsync).Requires(Permission.ViewPeople).ExcludeFromDescription();

    public static void MapFilesOfBots(this RouteGroupBuilder api)
    {
        var limit = new MaxRequestSize(api.ServiceProvider().GetRequiredService<IOptions<FilesOptions>>().Value.MaxSizeBytes + FormBytes);
        var files = api.MapGroup("/bots/{botId:guid}/files").WithTags("Files").Requires(Permission.ViewPeople);
        files
            .MapPost("", UploadAsync)
            .Requires(Permission.AnswerPeople)
            .WithSummary("Upload a file")
            .WithDescription(
                "As `multipart/form-data` with one part `file`. Its id can then be sent as a message's media or put into a bot's document. What the file is is found out from its content, whatever its name says."
            )
            .DisableAntiforgery()
            .WithMetadata(limit);
        files
            .MapGet("/{fileId:guid}", DescribeAsync)
            .WithSummary("Read what a file is")
            .WithDescription("Its name, size and type; the content is at `/content`.");
        files
            .MapGet("/{fileId:guid}/content", DownloadAsync)
            .WithSummary("Download a file")
            .WithDescription("The bytes; a part of them with a `Range` header.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream");
    }

    private static async Task<IResult> OpenAsync(Guid fileId, OpenFile open, HttpContext http, CancellationToken ct)
    {
        var opened = await open.RunAsync(fileId, ct);
        return opened.Succeeded ? Content(opened.Value, http) : Results.StatusCode(ProblemResults.StatusOf(opened.Problem!));
    }

    private static async Task<Results<Created<FileBody>, ProblemResult>> UploadAsync(
        Guid botId,
        IFormFile file,
        UploadFile upload,
        CancellationToken ct
    )
    {
        await using var content = file.OpenReadStream();
        var kept = await upload.RunAsync(botId, new NewFile(content, file.FileName), ct);
        return kept.Succeeded
            ? TypedResults.Created($"{ApiEndpoints.V1}/bots/{botId}/files/{kept.Value.Id}", FileBody.Of(kept.Value))
            : new ProblemResult(kept.Problems);
    }

    private static async Task<Results<Ok<FileBody>, ProblemResult>> DescribeAsync(
        Guid botId,
        Guid fileId,
        OpenFile open,
        CancellationToken ct
    )
    {
        var opened = await OpenOfAsync(botId, fileId, open, ct);
        if (!opened.Succeeded)
        {
            return new ProblemResult(opened.Problems);
        }

        await opened.Value.Content.DisposeAsync();
        return TypedResults.Ok(FileBody.Of(opened.Value.File));
    }

    private static async Task<IResult> DownloadAsync(Guid botId, Guid fileId, OpenFile open, HttpContext http, CancellationToken ct)
    {
        var opened = await OpenOfAsync(botId, fileId, open, ct);
        return opened.Succeeded ? Content(opened.Value, http) : new ProblemResult(opened.Problems);
    }

    private static async Task<Outcome<OpenedFile>> OpenOfAsync(Guid botId, Guid fileId, OpenFile open, CancellationToken ct)
    {
        var opened = await open.RunAsync(fileId, ct);
        if (!opened.Succeeded || opened.Value.File.BotId == botId)
        {
            return opened;
        }

        await opened.Value.Content.DisposeAsync();
        return Problem.NotFound;
    }

    /// <summary>
    /// What strangers sent is never a page of ours: only pictures are shown in place, everything else is a download, and no script in it runs.
    /// </summary>
    private static IResult Content(OpenedFile opened, HttpContext http)
    {
        var file = opened.File;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";
        headers.CacheControl = "private, max-age=86400, immutable";
        var disposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue(file.IsPicture ? "inline" : "attachment");
        disposition.SetHttpFileName(file.Name);
        headers.ContentDisposition = disposition.ToString();
        return Results.Stream(
            opened.Content,
            file.ContentType,
            fileDownloadName: null,
            file.CreatedAt,
            new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{Convert.ToHexStringLower(file.Sha256)}\""),
            enableRangeProcessing: true
        );
    }

    private static IServiceProvider ServiceProvider(this IEndpointRouteBuilder routes) => routes.ServiceProvider;

    private sealed record MaxRequestSize(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}

/// <param name="ContentType">Found out from the content.</param>
/// <param name="SizeBytes">Length of the content.</param>
/// <param name="Sha256">Of the content, in hexadecimal digits.</param>
public sealed record FileBody(Guid Id, string Name, string ContentType, long SizeBytes, string Sha256, DateTimeOffset CreatedAt)
{
    internal static FileBody Of(StoredFile file) =>
        new(file.Id, file.Name, file.ContentType, file.SizeBytes, Convert.ToHexStringLower(file.Sha256), file.CreatedAt);
}
