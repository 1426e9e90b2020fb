using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Files;

/// <summary>A kept file with its content, for who may see the account's things.</summary>
/// <returns><c>not_found</c>; <c>files.unavailable</c> when the store is away.</returns>
public sealed class OpenFile(AccountDb accountDb, IFileStore store, ILogger<OpenFile> log)
{
    /// <returns>The caller disposes of the content.</returns>
    public async Task<Outcome<OpenedFile>> RunAsync(Guid fileId, CancellationToken ct)
    {
        StoredFile? file;
        await using (var db = await accountDb.OpenAsync(ct))
        {
            file = await db.StoredFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId, ct);
        }

        if (file is null)
        {
            return Problem.NotFound;
        }

        try
        {
            return await store.OpenAsync(file.Key, ct) is { } content ? new OpenedFile(file, content) : Problem.NotFound;
        }
        catch (FileStoreException e)
        {
            log.LogWarning("File {FileId} cannot be read: {Reason}", fileId, e.Message);
            return new Problem("files.unavailable");
        }
    }
}

/// <param name="Content">Can be read from any place.</param>
public sealed record OpenedFile(StoredFile File, Stream Content);
