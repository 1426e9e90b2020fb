using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Files;

/// <summary>Keeps a file for a bot. The same id again replaces what was kept, so that a job may do it twice.</summary>
/// <returns>
/// The file; <c>not_found</c> for another account's bot; <c>files.too_large</c>; <c>files.empty</c>; <c>files.unavailable</c> when the store is away.
/// </returns>
public sealed class KeepFile(
    AccountDb accountDb,
    IFileStore store,
    IOptions<FilesOptions> options,
    TimeProvider clock,
    ILogger<KeepFile> log
)
{
    public async Task<Outcome<StoredFile>> RunAsync(Guid botId, NewFile file, CancellationToken ct)
    {
        await using (var db = await accountDb.OpenAsync(ct))
        {
            if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
            {
                return Problem.NotFound;
            }
        }

        var spooled = await SpooledFile.ReadAsync(file.Content, file.Name, options.Value.MaxSizeBytes, ct);
        if (!spooled.Succeeded)
        {
            return Outcome<StoredFile>.Refused(spooled.Problems);
        }

        await using var content = spooled.Value;
        return await WriteAsync(botId, file, content, ct);
    }

    private async Task<Outcome<StoredFile>> WriteAsync(Guid botId, NewFile file, SpooledFile content, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        var now = clock.GetUtcNow();
        var stored = new StoredFile(file.Id ?? Guid.CreateVersion7(now), db.AccountId!.Value, botId, file.ContactId, content.Facts, now);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // The row first: whatever happens then, no bytes are kept that no row knows of.
        await db.StoredFiles.Where(f => f.Id == stored.Id).ExecuteDeleteAsync(ct);
        db.StoredFiles.Add(stored);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        try
        {
            await store.WriteAsync(stored.Key, content.Content, stored.Sha256, ct);
            return stored;
        }
        catch (FileStoreException e)
        {
            log.LogWarning("A file of bot {BotId} cannot be kept: {Reason}", botId, e.Message);
            await db.StoredFiles.Where(f => f.Id == stored.Id).ExecuteDeleteAsync(CancellationToken.None);
            return new Problem("files.unavailable");
        }
    }
}

/// <param name="Content">Read once, from where it stands; the caller disposes of it.</param>
/// <param name="Name">What its sender calls it; may be anything, or null.</param>
public sealed record NewFile(Stream Content, string? Name)
{
    /// <summary>Chosen beforehand by who may have to do it again; null for a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The person it belongs to; null for the bot itself.</summary>
    public Guid? ContactId { get; init; }
}
