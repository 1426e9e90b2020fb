using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Bots;

/// <summary>The live version of each bot that is talked to, compiled; the same on every process a moment after publishing.</summary>
public sealed class LiveSnapshots : IDisposable
{
    private readonly HintedCache<BotSnapshot> snapshots;

    public LiveSnapshots(PlatformDb platformDb, Notifications notifications) =>
        snapshots = new HintedCache<BotSnapshot>((botId, ct) => LoadAsync(platformDb, botId, ct)).DropOn(notifications, Notifications.Bots);

    /// <summary>Null while the bot has no published version.</summary>
    public ValueTask<BotSnapshot?> FindAsync(Guid botId, CancellationToken ct) => snapshots.GetAsync(botId, ct);

    public void Forget(Guid botId) => snapshots.Drop(botId);

    public void Dispose() => snapshots.Dispose();

    private static async Task<BotSnapshot?> LoadAsync(PlatformDb platformDb, Guid botId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var live = await db
            .Bots.Where(bot => bot.Id == botId)
            .Join(
                db.BotVersions,
                bot => bot.PublishedVersionId,
                version => version.Id,
                (_, version) => new { version.Number, version.Document }
            )
            .SingleOrDefaultAsync(ct);
        return live is null ? null : BotSnapshot.Compile(DocumentJson.Read(live.Document), live.Number);
    }
}
