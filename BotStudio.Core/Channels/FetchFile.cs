using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Files;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Channels;

/// <summary>The job that fetches what a contact sent and keeps it. The transcript shows it a moment after the message.</summary>
public sealed class FetchFile(
    PlatformDb platformDb,
    IServiceScopeFactory scopes,
    ChannelTypes channels,
    LiveConnections connections,
    SendableFiles sendable,
    ConversationHints hints,
    IOptions<FilesOptions> options,
    JobQueue queue,
    TimeProvider clock
) : JobHandler(queue)
{
    private readonly JobQueue queue = queue;

    public override string Kind => FetchFileJob.Kind;

    /// <summary>Files are large beside messages: only some at a time, so that they leave the line to the answers.</summary>
    public override JobRules Rules { get; } =
        new(MaxAttempts: 10, MaxInFlight: 8, FirstPause: TimeSpan.FromSeconds(2), LongestPause: TimeSpan.FromMinutes(10));

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var wanted = FetchFileJob.FromPayload(job.Payload);
        if (await FindAsync(wanted, ct) is not ({ } conversation, { ExternalId: { } externalId } media))
        {
            return;
        }

        if (media.SizeBytes > options.Value.MaxSizeBytes)
        {
            await NoteAsync(conversation, wanted, media with { Problem = "files.too_large" });
            return;
        }

        if (await connections.FindAsync(conversation.BotId, conversation.Channel, ct) is not { } connection)
        {
            await NoteAsync(conversation, wanted, media with { Problem = "files.gone" });
            return;
        }

        switch (await channels[conversation.Channel].OpenFileAsync(connection, externalId, ct))
        {
            case FileDownload.Ready ready:
                await using (ready.Content)
                {
                    await KeepAsync(job, conversation, wanted, media, connection, ready.Content, ct);
                }

                break;

            case FileDownload.RateLimited limited:
                await queue.PostponeAsync(job, clock.GetUtcNow() + limited.After, CancellationToken.None);
                break;

            case FileDownload.TooLarge:
                await NoteAsync(conversation, wanted, media with { Problem = "files.too_large" });
                break;

            case FileDownload.Gone:
                await NoteAsync(conversation, wanted, media with { Problem = "files.gone" });
                break;

            case FileDownload.Unreachable unreachable:
                await TryAgainAsync(job, conversation, wanted, media, unreachable.Reason);
                break;
        }
    }

    private async Task KeepAsync(
        ClaimedJob job,
        Conversation conversation,
        FetchFileJob wanted,
        MessageMedia media,
        LiveConnection connection,
        Stream content,
        CancellationToken ct
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(job.AccountId, null, Role.Owner);
        var kept = await scope
            .ServiceProvider.GetRequiredService<KeepFile>()
            .RunAsync(conversation.BotId, new NewFile(content, media.Name) { Id = wanted.FileId, ContactId = conversation.ContactId }, ct);
        switch (kept.Problem?.Code)
        {
            case null:
                var file = kept.Value!;
                await sendable.RememberAsync(file.Id, connection.Id, media.Kind, media.ExternalId!, CancellationToken.None);
                await NoteAsync(
                    conversation,
                    wanted,
                    media with
                    {
                        FileId = file.Id,
                        Name = file.Name,
                        ContentType = file.ContentType,
                        SizeBytes = file.SizeBytes,
                    }
                );
                break;

            case "files.unavailable":
                await TryAgainAsync(job, conversation, wanted, media, "The file store is away.");
                break;

            case var problem:
                await NoteAsync(conversation, wanted, media with { Problem = problem });
                break;
        }
    }

    /// <summary>After the last time the transcript says so, and the job stays as a dead letter that can be tried again.</summary>
    private async Task TryAgainAsync(ClaimedJob job, Conversation conversation, FetchFileJob wanted, MessageMedia media, string reason)
    {
        if (job.Attempts + 1 >= Rules.MaxAttempts)
        {
            await NoteAsync(conversation, wanted, media with { Problem = "files.gone" });
        }

        await queue.FailAsync(job, Rules, reason, CancellationToken.None);
    }

    /// <returns>Nothing when the conversation or the message is gone, or the file is kept already.</returns>
    private async Task<(Conversation?, MessageMedia?)> FindAsync(FetchFileJob wanted, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var conversation = await db.Conversations.AsNoTracking().SingleOrDefaultAsync(c => c.Id == wanted.ConversationId, ct);
        var json = await db
            .Messages.Where(m => m.ConversationId == wanted.ConversationId && m.Id == wanted.MessageId)
            .Select(m => m.Media)
            .SingleOrDefaultAsync(ct);
        var media = json is null ? null : JsonSerializer.Deserialize(json, ConversationJson.Default.MessageMedia);
        return (conversation, media is { FileId: null } ? media with { Problem = null } : null);
    }

    private async Task NoteAsync(Conversation conversation, FetchFileJob wanted, MessageMedia media)
    {
        await using var db = platformDb.Open();
        var json = JsonSerializer.Serialize(media, ConversationJson.Default.MessageMedia);
        await db
            .Messages.Where(m => m.ConversationId == wanted.ConversationId && m.Id == wanted.MessageId)
            .ExecuteUpdateAsync(message => message.SetProperty(m => m.Media, json), CancellationToken.None);
        ChannelMetrics.FetchedFiles.Add(1, new KeyValuePair<string, object?>("problem", media.Problem ?? "none"));
        hints.Changed(conversation.BotId);
    }
}
