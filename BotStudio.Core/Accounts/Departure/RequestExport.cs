using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Departure;

/// <summary>A user wants all that is known of them; a job puts it together, and an e-mail says when it is there.</summary>
public sealed class RequestExport(PlatformDb platformDb, JobQueue queue, TimeProvider clock)
{
    internal const string JobKind = "accounts.export";

    /// <summary>While one is being made, asking again changes nothing.</summary>
    public async Task RunAsync(Guid userId, Uri site, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = platformDb.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.DataExports.AnyAsync(e => e.UserId == userId && e.ReadyAt == null && e.ExpiresAt > now, ct))
        {
            return;
        }

        await db.DataExports.Where(e => e.UserId == userId || e.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        var export = new DataExport(userId, now);
        db.DataExports.Add(export);
        await db.SaveChangesAsync(ct);
        var payload = JsonSerializer.SerializeToUtf8Bytes(new ExportJob(export.Id, site), DepartureJson.Default.ExportJob);
        await queue.EnqueueAsync(db, new NewJob(Guid.Empty, JobKind, payload), ct);
        await transaction.CommitAsync(ct);
        queue.Wake();
    }

    /// <returns>The last one, unless it is too old.</returns>
    public async Task<ExportRow?> FindAsync(Guid userId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = platformDb.Open();
        return await db
            .DataExports.Where(e => e.UserId == userId && e.ExpiresAt > now)
            .OrderByDescending(e => e.AskedAt)
            .Select(e => new ExportRow(e.AskedAt, e.ReadyAt != null, e.ExpiresAt))
            .FirstOrDefaultAsync(ct);
    }

    /// <returns>The zip; null when there is none, not yet or no longer.</returns>
    public async Task<byte[]?> OpenAsync(Guid userId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = platformDb.Open();
        return await db
            .DataExports.Where(e => e.UserId == userId && e.ExpiresAt > now && e.ReadyAt != null)
            .OrderByDescending(e => e.AskedAt)
            .Select(e => e.Content)
            .FirstOrDefaultAsync(ct);
    }

    internal sealed record ExportJob(Guid ExportId, Uri Site);
}

public sealed record ExportRow(DateTimeOffset AskedAt, bool IsReady, DateTimeOffset ExpiresAt);

[JsonSerializable(typeof(RequestExport.ExportJob))]
internal sealed partial class DepartureJson : JsonSerializerContext;
