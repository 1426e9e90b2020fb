using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Files;

/// <summary>
/// The job that removes the files of what is gone: of a bot, or of one of its contacts. Whoever deletes them puts it into the same transaction,
/// so that no bytes of theirs stay behind.
/// </summary>
public sealed class RemoveFiles(PlatformDb platformDb, IFileStore store, JobQueue queue) : JobHandler(queue)
{
    private const string JobKind = "files.remove";
    private const int AtATime = 100;

    public override string Kind => JobKind;

    /// <summary>A store may be away for a night.</summary>
    public override JobRules Rules { get; } = new(20, MaxInFlight: 4, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));

    public static NewJob OfBot(Guid accountId, Guid botId) => JobFor(accountId, new Gone(botId, null));

    public static NewJob OfContact(Guid accountId, Guid botId, Guid contactId) => JobFor(accountId, new Gone(botId, contactId));

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var gone = JsonSerializer.Deserialize(job.Payload, FilesJson.Default.Gone)!;
        await using var db = platformDb.Open();
        var files = db.StoredFiles.Where(f => f.AccountId == job.AccountId && f.BotId == gone.BotId);
        if (gone.ContactId is { } contactId)
        {
            files = files.Where(f => f.ContactId == contactId);
        }

        while (await files.AsNoTracking().OrderBy(f => f.Id).Take(AtATime).ToListAsync(ct) is { Count: > 0 } some)
        {
            foreach (var file in some)
            {
                await store.RemoveAsync(file.Key, ct);
            }

            var ids = some.ConvertAll(f => f.Id);
            await db.StoredFiles.Where(f => ids.Contains(f.Id)).ExecuteDeleteAsync(ct);
        }
    }

    private static NewJob JobFor(Guid accountId, Gone gone) =>
        new(accountId, JobKind, JsonSerializer.SerializeToUtf8Bytes(gone, FilesJson.Default.Gone)) { SubjectId = gone.BotId };

    /// <param name="ContactId">Null for all of the bot's.</param>
    internal sealed record Gone(Guid BotId, Guid? ContactId);
}

[JsonSerializable(typeof(RemoveFiles.Gone))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class FilesJson : JsonSerializerContext;
