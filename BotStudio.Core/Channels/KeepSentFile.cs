using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Channels;

/// <summary>
/// Fetches what a contact sent from its channel and keeps it under the id of its message, so that a second time replaces instead of doubling.
/// </summary>
public sealed class KeepSentFile(
    PlatformDb platformDb,
    IServiceScopeFactory scopes,
    ChannelTypes channels,
    LiveConnections connections,
    SendableFiles sendable,
    ConversationHints hints,
    IOptions<FilesOptions> options
) : ISentFiles
{
    public async Task<SentFile> KeepAsync(ConversationRef conversation, Guid messageId, CancellationToken ct)
    {
        if (await FindAsync(conversation.Id, messageId, ct) is not { } known)
        {
            return new SentFile.Refused("files.gone");
        }

        if (known.FileId is not null)
        {
            return new SentFile.Kept(known);
        }

        if (known.SizeBytes > options.Value.MaxSizeBytes)
        {
            return await RefuseAsync(conversation, messageId, known, "files.too_large");
        }

        if (
            known.ExternalId is not { } externalId
            || await connections.FindAsync(conversation.BotId, conversation.Channel, ct) is not { } connection
        )
        {
            return await RefuseAsync(conversation, messageId, known, "files.gone");
        }

        switch (await channels[conversation.Channel].OpenFileAsync(connection, externalId, ct))
        {
            case FileDownload.Ready ready:
                await using (ready.Content)
                {
                    return await KeepAsync(conversation, messageId, known, connection, ready.Content, ct);
                }

            case FileDownload.RateLimited limited:
                return new SentFile.NotNow("The channel asks for a pause.", limited.After);

            case FileDownload.TooLarge:
                return await RefuseAsync(conversation, messageId, known, "files.too_large");

            case FileDownload.Unreachable unreachable:
                return new SentFile.NotNow(unreachable.Reason);

            default:
                return await RefuseAsync(conversation, messageId, known, "files.gone");
        }
    }

    /// <summary>Nobody tries any more, and the transcript says so.</summary>
    public async Task GiveUpAsync(ConversationRef conversation, Guid messageId)
    {
        if (await FindAsync(conversation.Id, messageId, CancellationToken.None) is { FileId: null } media)
        {
            await RefuseAsync(conversation, messageId, media, "files.gone");
        }
    }

    private async Task<SentFile> RefuseAsync(ConversationRef conversation, Guid messageId, MessageMedia media, string problem)
    {
        await NoteAsync(conversation, messageId, media with { Problem = problem });
        return new SentFile.Refused(problem);
    }

    private async Task<SentFile> KeepAsync(
        ConversationRef conversation,
        Guid messageId,
        MessageMedia media,
        LiveConnection connection,
        Stream content,
        CancellationToken ct
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(conversation.AccountId, null, Role.Owner);
        var kept = await scope
            .ServiceProvider.GetRequiredService<KeepFile>()
            .RunAsync(conversation.BotId, new NewFile(content, media.Name) { Id = messageId, ContactId = conversation.ContactId }, ct);
        switch (kept.Problem?.Code)
        {
            case null:
                var file = kept.Value!;
                await sendable.RememberAsync(file.Id, connection.Id, media.Kind, media.ExternalId!, CancellationToken.None);
                var known = media with { FileId = file.Id, Name = file.Name, ContentType = file.ContentType, SizeBytes = file.SizeBytes };
                await NoteAsync(conversation, messageId, known);
                return new SentFile.Kept(known);

            case "files.unavailable":
                return new SentFile.NotNow("The file store is away.");

            case var problem:
                return await RefuseAsync(conversation, messageId, media, problem);
        }
    }

    /// <returns>Null when the message is gone.</returns>
    private async Task<MessageMedia?> FindAsync(Guid conversationId, Guid messageId, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var json = await db
            .Messages.Where(m => m.ConversationId == conversationId && m.Id == messageId)
            .Select(m => m.Media)
            .SingleOrDefaultAsync(ct);
        return json is null ? null : JsonSerializer.Deserialize(json, ConversationJson.Default.MessageMedia)! with { Problem = null };
    }

    private async Task NoteAsync(ConversationRef conversation, Guid messageId, MessageMedia media)
    {
        await using var db = platformDb.Open();
        var json = JsonSerializer.Serialize(media, ConversationJson.Default.MessageMedia);
        await db
            .Messages.Where(m => m.ConversationId == conversation.Id && m.Id == messageId)
            .ExecuteUpdateAsync(message => message.SetProperty(m => m.Media, json), CancellationToken.None);
        ChannelMetrics.FetchedFiles.Add(1, new KeyValuePair<string, object?>("problem", media.Problem ?? "none"));
        hints.Changed(conversation.BotId);
    }
}
