using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Notices;

/// <summary>A connected chat, for whoever wants to say something there.</summary>
/// <param name="Language">In which to say it.</param>
public sealed record NoticeChatRef(Guid Id, Guid AccountId, Guid BotId, string Title, string Language);

/// <summary>
/// Says things in connected chats. Find the chats, word the text in the language of each, and put <see cref="JobOf"/> into a transaction, by
/// <see cref="JobQueue"/> or as <see cref="LaterJob"/> of a turn: it is said once, however often the job runs.
/// </summary>
public sealed class NoticeChats(PlatformDb platformDb)
{
    public const string SayKind = "notices.say";

    /// <summary>Those of the wanted chats that are still connected.</summary>
    public async Task<IReadOnlyList<NoticeChatRef>> FindAsync(Guid botId, IReadOnlyCollection<Guid> chatIds, CancellationToken ct)
    {
        await using var db = platformDb.Open();
        return await db
            .NoticeChats.Where(c => c.BotId == botId && chatIds.Contains(c.Id))
            .Select(c => new NoticeChatRef(c.Id, c.AccountId, c.BotId, c.Title, c.Language))
            .ToListAsync(ct);
    }

    /// <summary>The same for a message that has buttons, or that takes the place of an earlier one.</summary>
    public static NewJob JobOf(NoticeChatRef chat, NoticeMessage message) =>
        new(
            chat.AccountId,
            SayKind,
            JsonSerializer.SerializeToUtf8Bytes(
                new Notice(chat.Id, message.MessageId, message.Text) { Buttons = message.Buttons, EditsMessageId = message.EditsMessageId },
                NoticeJson.Default.Notice
            )
        )
        {
            SubjectId = chat.BotId,

            // What takes the place of a message comes behind it.
            Lane = Lane.Notices(chat.Id),
        };

    /// <param name="text">CommonMark of any length.</param>
    /// <param name="pictures">Shown behind the text, in this order.</param>
    public static NewJob JobOf(NoticeChatRef chat, string text, DateTimeOffset now, IReadOnlyList<NoticePicture>? pictures = null) =>
        new(
            chat.AccountId,
            SayKind,
            JsonSerializer.SerializeToUtf8Bytes(
                new Notice(chat.Id, Guid.CreateVersion7(now), text)
                {
                    Pictures = [.. (pictures ?? []).Select(picture => new PictureOfNotice(Guid.CreateVersion7(now), picture))],
                },
                NoticeJson.Default.Notice
            )
        )
        {
            SubjectId = chat.BotId,
        };
}

/// <param name="MessageId">Of the message that it becomes.</param>
internal sealed record Notice(Guid ChatId, Guid MessageId, string Text)
{
    public IReadOnlyList<PictureOfNotice> Pictures { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<OutgoingButton>> Buttons { get; init; } = [];

    public Guid? EditsMessageId { get; init; }
}

/// <summary>Something to say in a connected chat that may be changed later.</summary>
/// <param name="Text">CommonMark; a channel can change only what fits into one message.</param>
public sealed record NoticeMessage(string Text)
{
    /// <summary>Of the message that it becomes.</summary>
    public Guid MessageId { get; init; }

    public IReadOnlyList<IReadOnlyList<OutgoingButton>> Buttons { get; init; } = [];

    /// <summary>The earlier message whose place it takes; null for a new one.</summary>
    public Guid? EditsMessageId { get; init; }
}

/// <param name="Caption">CommonMark.</param>
/// <param name="Media">With a kept file.</param>
public sealed record NoticePicture(string Caption, MessageMedia Media);

/// <param name="MessageId">Of the message that it becomes.</param>
internal sealed record PictureOfNotice(Guid MessageId, NoticePicture Picture);

[JsonSerializable(typeof(Notice))]
internal sealed partial class NoticeJson : JsonSerializerContext;

/// <summary>The job that says something in a connected chat: from there on it is a message like any other, sent and retried like one.</summary>
public sealed class SayNotice(PlatformDb platformDb, SayInConversation say, JobQueue queue, TimeProvider clock) : JobHandler(queue)
{
    /// <summary>What is to be changed has to be there first. Telegram may be out of reach for a while; after that there is nothing to change.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    public override string Kind => NoticeChats.SayKind;

    protected override async Task HandleAsync(ClaimedJob job, CancellationToken ct)
    {
        var notice = JsonSerializer.Deserialize(job.Payload, NoticeJson.Default.Notice)!;
        await using var db = platformDb.Open();
        var chat = await db.NoticeChats.AsNoTracking().SingleOrDefaultAsync(c => c.Id == notice.ChatId, ct);
        if (chat is null)
        {
            return;
        }

        var (isThere, edits) = await EarlierAsync(db, chat, notice, ct);
        if (!isThere)
        {
            await Queue.PostponeAsync(job, clock.GetUtcNow() + LookAgainAfter, ct);
            return;
        }

        if (notice.EditsMessageId is not null && edits is null)
        {
            return;
        }

        await SayAsync(
            chat,
            notice.MessageId,
            new OutgoingMessage
            {
                Text = notice.Text,
                Buttons = notice.Buttons,
                EditsExternalId = edits,
            },
            ct
        );
        foreach (var (messageId, picture) in notice.Pictures)
        {
            await SayAsync(chat, messageId, new OutgoingMessage { Text = picture.Caption, Media = picture.Media }, ct);
        }
    }

    /// <returns>Not there yet while the earlier message is on its way; without an id when it never arrived.</returns>
    private async Task<(bool IsThere, string? ExternalId)> EarlierAsync(
        BotStudioDb db,
        NoticeChat chat,
        Notice notice,
        CancellationToken ct
    )
    {
        if (notice.EditsMessageId is not { } id)
        {
            return (true, null);
        }

        var earlier = await db
            .Messages.Where(m => m.ConversationId == chat.ConversationId && m.Id == id)
            .Select(m => new
            {
                m.Status,
                m.ExternalId,
                m.CreatedAt,
            })
            .SingleOrDefaultAsync(ct);
        return earlier is { Status: MessageStatus.Queued } && clock.GetUtcNow() - earlier.CreatedAt < LongestWait
            ? (false, null)
            : (true, earlier?.ExternalId);
    }

    private Task<Outcome<Guid>> SayAsync(NoticeChat chat, Guid messageId, OutgoingMessage message, CancellationToken ct) =>
        say.RunAsync(chat.AccountId, chat.ConversationId, message, new ReplyReason(ReplyStep.Notice), userId: null, ct, messageId);
}
