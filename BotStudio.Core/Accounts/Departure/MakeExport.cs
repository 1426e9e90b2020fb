using System.IO.Compression;
using System.Text.Json;
using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Accounts.Departure;

/// <summary>The job that puts a user's data together.</summary>
public sealed class MakeExport(
    PlatformDb platformDb,
    IEnumerable<IHoldsUserData> holders,
    AccountMails mails,
    JobQueue queue,
    TimeProvider clock
) : JobHandler(queue)
{
    public override string Kind => RequestExport.JobKind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var (exportId, site) = JsonSerializer.Deserialize(job.Payload, DepartureJson.Default.ExportJob)!;
        await using var db = platformDb.Open();
        var export = await db.DataExports.SingleOrDefaultAsync(e => e.Id == exportId && e.ReadyAt == null, ct);
        if (export is null)
        {
            return;
        }

        var content = await ZipAsync(export.UserId, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        export.Finish(content, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        var mail = new AccountMail("export_ready") { Link = new Uri(site, "/account/data") };
        await mails.EnqueueAsync(db, export.UserId, mail, ct);
        await transaction.CommitAsync(ct);
        Queue.Wake();
    }

    private async Task<byte[]> ZipAsync(Guid userId, CancellationToken ct)
    {
        using var memory = new MemoryStream();
        await using (var zip = await ZipArchive.CreateAsync(memory, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct))
        {
            foreach (var holder in holders)
            {
                foreach (var file in await holder.HandOverAsync(userId, ct))
                {
                    await using var entry = await zip.CreateEntry(file.Path).OpenAsync(ct);
                    await entry.WriteAsync(file.Json, ct);
                }
            }
        }

        return memory.ToArray();
    }
}
