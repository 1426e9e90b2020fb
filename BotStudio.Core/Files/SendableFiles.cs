using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BotStudio.Core.Files;

/// <summary>
/// Kept files as channels send them: the content, and the ids under which a channel knows it already, so that it is uploaded only once a
/// connection and kind.
/// </summary>
public sealed class SendableFiles(PlatformDb platformDb, NpgsqlDataSource database, IFileStore store)
{
    /// <param name="accountId">Whose file it has to be.</param>
    /// <returns>Null when it is gone.</returns>
    public async Task<StoredFile?> FindAsync(Guid accountId, Guid fileId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        return await db.StoredFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == fileId && f.AccountId == accountId, ct);
    }

    /// <returns>Null when the content is gone. The caller disposes of it.</returns>
    /// <exception cref="FileStoreException">The store is away.</exception>
    public Task<Stream?> OpenAsync(StoredFile file, CancellationToken ct) => store.OpenAsync(file.Key, ct);

    public async Task RememberAsync(Guid fileId, Guid connectionId, string kind, string externalId, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "update stored_files set external_ids = external_ids || jsonb_build_object($2, $3) where id = $1"
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = fileId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StoredFile.ExternalIdKey(connectionId, kind) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = externalId });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The channel does not know it under that id any more.</summary>
    public async Task ForgetAsync(Guid fileId, Guid connectionId, string kind, CancellationToken ct)
    {
        await using var command = database.CreateCommand("update stored_files set external_ids = external_ids - $2 where id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = fileId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StoredFile.ExternalIdKey(connectionId, kind) });
        await command.ExecuteNonQueryAsync(ct);
    }
}
