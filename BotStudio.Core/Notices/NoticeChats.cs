using System.Text.Json;
using System.Text.Json.Serialization;
using BotStudio.Core.Conversations;
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
}

/// <param name="Caption">CommonMark.</param>
/// <param name="Media">With a kept file.</param>
public sealed record NoticePicture(string Caption, MessageMedia Media);

/// <param name="MessageId">Of the message that it becomes.</param>
internal sealed record PictureOfNotice(Guid MessageId, NoticePicture Picture);

[JsonSerializable(typeof(Notice))]
internal sealed partial class NoticeJson : JsonSerializerContext;

/// <summary>The job that says something in a connected chat: from there on it is a message like any other, sent and retried like one.</summary>
public sealed class SayNotice(PlatformDb platformDb, SayInConversation say, JobQueue queue) : JobHandler(queue)
{
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

        await SayAsync(chat, notice.MessageId, new OutgoingMessage { Text = notice.Text }, ct);
        foreach (var (messageId, picture) in notice.Pictures)
        {
            await SayAsync(chat, messageId, new OutgoingMessage { Text = picture.Caption, Media = picture.Media }, ct);
        }
    }

    private Task<Outcome<Guid>> SayAsync(NoticeChat chat, Guid messageId, OutgoingMessage message, CancellationToken ct) =>
        say.RunAsync(chat.AccountId, chat.ConversationId, message, new ReplyReason(ReplyStep.Notice), userId: null, ct, messageId);
}
