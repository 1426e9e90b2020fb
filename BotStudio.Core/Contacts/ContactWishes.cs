using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.BuiltIns;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Files;
using BotStudio.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Contacts;

/// <summary>The job that sends a contact all that is kept of them, because they asked for it.</summary>
internal sealed class HandOverOnWish(JobQueue queue, IServiceScopeFactory scopes, LiveSnapshots snapshots, SayInConversation say)
    : JobHandler(queue)
{
    /// <summary>How long the file stays: long enough for a chat that cannot be reached for a while.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private const int BufferSize = 81920;

    private readonly JobQueue queue = queue;

    public override string Kind => ContactWish.HandOverJob;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var wish = WishIn(job);
        var botId = job.SubjectId!.Value;
        await using var scope = ScopeOf(scopes, job);
        var ready = await scope.ServiceProvider.GetRequiredService<HandOverContact>().RunAsync(botId, wish.ContactId, ct);
        if (ready.Value is not { } file || await snapshots.FindAsync(botId, ct) is not { } bot)
        {
            // The contact or the bot is gone.
            return;
        }

        // On disk: somebody may have written for years.
        await using var content = new FileStream(
            Path.Combine(Path.GetTempPath(), $"botstudio-{wish.WishId:n}-{job.Attempts}"),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None,
            BufferSize,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose
        );
        await file.WriteAsync(content, ct);
        content.Position = 0;
        var kept = await scope
            .ServiceProvider.GetRequiredService<KeepFile>()
            .RunAsync(botId, new NewFile(content, file.Name) { Id = wish.WishId, ContactId = wish.ContactId }, ct);
        var message = new OutgoingMessage
        {
            Text = bot.Texts.Of(kept.Succeeded ? "contacts.say.privacy.data.here" : "contacts.say.privacy.data.failed", wish.Language),
            Media = kept.Value is { } stored
                ? new MessageMedia("document")
                {
                    FileId = stored.Id,
                    Name = stored.Name,
                    ContentType = stored.ContentType,
                    SizeBytes = stored.SizeBytes,
                }
                : null,
        };
        var reason = new ReplyReason(ReplyStep.Command, "privacy", bot.Number);
        await say.RunAsync(job.AccountId, wish.ConversationId, message, reason, userId: null, ct, messageId: wish.WishId);
        await queue.EnqueueAsync(
            new NewJob(job.AccountId, DropHandedOver.JobKind, wish.WishId.ToByteArray())
            {
                SubjectId = botId,
                DueAt = wish.WishedAt + KeptFor,
            },
            ct
        );
    }

    internal static ContactWishPayload WishIn(ClaimedJob job) =>
        JsonSerializer.Deserialize(job.Payload, ContactWishJson.Default.ContactWishPayload)!;

    internal static AsyncServiceScope ScopeOf(IServiceScopeFactory scopes, ClaimedJob job)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(job.AccountId, null, Role.Owner);
        return scope;
    }
}

/// <summary>The job that removes a file with somebody's data once they have it.</summary>
internal sealed class DropHandedOver(JobQueue queue, IServiceScopeFactory scopes, IFileStore store) : JobHandler(queue)
{
    public const string JobKind = "contacts.drop_handed_over";

    public override string Kind => JobKind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var fileId = new Guid(job.Payload);
        await store.RemoveAsync(StoredFile.KeyOf(job.AccountId, fileId), ct);
        await using var scope = HandOverOnWish.ScopeOf(scopes, job);
        await using var db = await scope.ServiceProvider.GetRequiredService<AccountDb>().OpenAsync(ct);
        await db.StoredFiles.Where(f => f.Id == fileId).ExecuteDeleteAsync(ct);
    }
}

/// <summary>The job that deletes a contact because they asked for it: when the answer to that has reached them, or cannot any more.</summary>
internal sealed class DeleteOnWish(JobQueue queue, IServiceScopeFactory scopes, TimeProvider clock) : JobHandler(queue)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WaitAtMost = TimeSpan.FromMinutes(2);

    private readonly JobQueue queue = queue;

    public override string Kind => ContactWish.DeleteJob;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var wish = HandOverOnWish.WishIn(job);
        var botId = job.SubjectId!.Value;
        await using var scope = HandOverOnWish.ScopeOf(scopes, job);
        var now = clock.GetUtcNow();
        if (now < wish.WishedAt + WaitAtMost && await IsAnswerUnderWayAsync(scope, botId, wish.ChatId, ct))
        {
            await queue.PostponeAsync(job, now + LookEvery, ct);
            return;
        }

        // Gone already when this is repeated.
        await scope.ServiceProvider.GetRequiredService<DeleteContact>().RunAsync(botId, wish.ContactId, ct);
    }

    private static async Task<bool> IsAnswerUnderWayAsync(AsyncServiceScope scope, Guid botId, string chatId, CancellationToken ct)
    {
        await using var db = await scope.ServiceProvider.GetRequiredService<AccountDb>().OpenAsync(ct);
        var lane = Lane.Outgoing(botId, chatId);
        return await db.Jobs.AnyAsync(j => j.AccountId == db.AccountId && j.Lane == lane && j.State != JobState.Dead, ct);
    }
}
