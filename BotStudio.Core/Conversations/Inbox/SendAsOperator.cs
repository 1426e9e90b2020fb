using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Data;
using BotStudio.Core.Files;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations.Inbox;

/// <summary>
/// Sends what a person or a program of the account writes, through the bot and in the chat's order. Where somebody has taken over, the bot stays
/// silent for longer; nobody waits any more, and all that came before is seen.
/// </summary>
/// <returns>
/// The message's id; <c>not_found</c>; <c>forbidden</c> below operator; <c>conversations.nothing_to_send</c>; <c>conversations.text_too_long</c>;
/// <c>conversations.unknown_file</c>; <c>conversations.bad_button</c>; <c>conversations.bad_place</c>; <c>conversations.bad_key</c>.
/// </returns>
public sealed class SendAsOperator(
    AccountDb accountDb,
    CurrentAccount account,
    LiveSnapshots snapshots,
    SayInConversation say,
    ConversationHints hints,
    TimeProvider clock
)
{
    /// <summary>UTF-16 units; longer texts are several messages anyway.</summary>
    public const int MaxTextLength = 8000;

    public const int MaxKeyLength = 200;

    public async Task<Outcome<Guid>> RunAsync(Guid botId, Guid conversationId, WrittenMessage message, CancellationToken ct)
    {
        if (!account.May(Permission.AnswerPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Conversations.AnyAsync(c => c.Id == conversationId && c.BotId == botId, ct))
        {
            return Problem.NotFound;
        }

        var text = StoredText.Clean(message.Text.Trim());
        if (await ProblemOfAsync(db, botId, message, text, ct) is { } problem)
        {
            return problem;
        }

        var outgoing = new OutgoingMessage
        {
            Text = text,
            Form = message.Form,
            Buttons = [.. message.Buttons.Select(row => row.Select(button => button.ToOutgoing()!).ToArray())],
            Media = await MediaOfAsync(db, message, ct),
        };
        var said = await say.RunAsync(account.Id, conversationId, outgoing, reason: null, account.UserId, ct, messageId: null, message.Key);
        if (said.Succeeded)
        {
            await NoteAsync(db, botId, conversationId, CancellationToken.None);
        }

        return said;
    }

    private static async Task<Problem?> ProblemOfAsync(
        BotStudioDb db,
        Guid botId,
        WrittenMessage message,
        string text,
        CancellationToken ct
    )
    {
        if (text.Length == 0 && message.FileId is null && message.Place is null)
        {
            return new Problem("conversations.nothing_to_send").At("/text");
        }

        if (text.Length > MaxTextLength)
        {
            return new Problem("conversations.text_too_long", MaxTextLength).At("/text");
        }

        if (message.Key is { Length: 0 or > MaxKeyLength })
        {
            return new Problem("conversations.bad_key", MaxKeyLength);
        }

        if (
            message.Place is { } place
            && (place.FileId is not null || place is not { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 })
        )
        {
            return new Problem("conversations.bad_place").At("/place");
        }

        if (ButtonInput.ProblemIn(message.Buttons) is { } bad)
        {
            return bad;
        }

        return message.FileId is { } fileId && !await db.StoredFiles.AnyAsync(f => f.Id == fileId && f.BotId == botId, ct)
            ? new Problem("conversations.unknown_file").At("/fileId")
            : null;
    }

    /// <summary>A picture goes as a photo, a voice as a voice, everything else as a document.</summary>
    private static async Task<MessageMedia?> MediaOfAsync(BotStudioDb db, WrittenMessage message, CancellationToken ct)
    {
        if (message.FileId is not { } fileId)
        {
            return message.Place;
        }

        var file = await db.StoredFiles.AsNoTracking().SingleAsync(f => f.Id == fileId, ct);
        var kind =
            file is { IsPicture: true, ContentType: not "image/gif" } ? "photo"
            : file.ContentType == "audio/ogg" ? "voice"
            : FileTypes.IsAudio(file.ContentType) ? "audio"
            : file.ContentType == "video/mp4" ? "video"
            : "document";
        return new MessageMedia(kind)
        {
            FileId = fileId,
            Name = file.Name,
            ContentType = file.ContentType,
            SizeBytes = file.SizeBytes,
        };
    }

    private async Task NoteAsync(BotStudioDb db, Guid botId, Guid conversationId, CancellationToken ct)
    {
        var rules = (await snapshots.FindAsync(botId, ct))?.HandOver ?? new HandOver();
        DateTimeOffset? until = rules.ResumesAfterMinutes is { } minutes ? clock.GetUtcNow() + TimeSpan.FromMinutes(minutes) : null;
        await db
            .Conversations.Where(c => c.Id == conversationId)
            .ExecuteUpdateAsync(
                change =>
                    change
                        // One that has no end keeps none: the job that ends it was made when it began.
                        .SetProperty(c => c.TakenOverUntil, c => c.TakenOverUntil == null ? null : until ?? c.TakenOverUntil)
                        .SetProperty(c => c.HumanWantedAt, (DateTimeOffset?)null)
                        .SetProperty(c => c.UnreadCount, 0),
                ct
            );
        hints.Changed(botId);
    }
}

/// <summary>What somebody of the account wants sent.</summary>
public sealed record WrittenMessage
{
    public string Text { get; init; } = "";

    /// <summary>Plain means every character as it is.</summary>
    public TextForm Form { get; init; } = TextForm.Plain;

    /// <summary>A file that the bot has kept.</summary>
    public Guid? FileId { get; init; }

    /// <summary>Where something is; not together with a file.</summary>
    public MessageMedia? Place { get; init; }

    /// <summary>Rows of buttons under it.</summary>
    public IReadOnlyList<IReadOnlyList<ButtonInput>> Buttons { get; init; } = [];

    /// <summary>Made up by a sender who may come twice: within two days the same key in the same conversation sends nothing again.</summary>
    public string? Key { get; init; }
}
