using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Files;
using Microsoft.Extensions.Logging;

namespace BotStudio.Core.Ai.Media;

/// <summary>
/// Puts what was sent into the question: pictures for the model's eyes, documents as marked material beside what the contact wrote. Of what was
/// sent earlier only the latest few are shown again, because the model would have to look at them, and be paid for it, with every answer.
/// </summary>
public sealed partial class SeenMedia(SendableFiles files, ILogger<SeenMedia> log)
{
    /// <summary>
    /// Anthropic takes 5 MB as base64, which is a third longer than the picture; OpenAI takes more. Telegram's photos have some hundred kB, and
    /// providers scale down by themselves what is larger than their models see.
    /// </summary>
    public const int MaxPictureBytes = 3_500_000;

    /// <summary>In one question, with those of earlier messages.</summary>
    private const int MaxPictures = 4;

    private const int MaxDocuments = 2;

    /// <summary>Messages back from the question in which pictures and documents are shown once more.</summary>
    private const int LookBack = 6;

    /// <param name="message">What is answered.</param>
    /// <param name="earlier">Oldest first.</param>
    public async Task<(AiRequest Request, IReadOnlyList<EarlierMessage> Earlier)> AddAsync(
        Guid accountId,
        AiRequest request,
        IncomingMessage message,
        IReadOnlyList<EarlierMessage> earlier,
        CancellationToken ct
    )
    {
        if (message.Kind != IncomingKind.Media && !earlier.Any(each => each.Media is not null))
        {
            return (request, earlier);
        }

        var room = new Room();
        var shown = new List<Seen>();
        foreach (var part in message.Kind == IncomingKind.Media ? MediaTalk.Parts(message) : [])
        {
            if (part.Media is { } media)
            {
                shown.Add(part.IsTakenIn && media.FileId is not null ? await ShowAsync(accountId, media, room, ct) : NotShown(media));
            }
        }

        request = request with { Text = Joined(request.Text, shown), Pictures = [.. shown.SelectMany(each => each.Pictures)] };
        var before = new EarlierMessage[earlier.Count];
        for (var i = earlier.Count - 1; i >= 0; i--)
        {
            before[i] =
                earlier[i] is { FromContact: true, Media: { FileId: not null } media } && earlier.Count - i <= LookBack
                    ? With(earlier[i], await ShowAsync(accountId, media, room, ct))
                    : earlier[i];
        }

        return (request, before);
    }

    private static EarlierMessage With(EarlierMessage message, Seen seen) =>
        message with
        {
            Text = Joined(message.Text, [seen]),
            Pictures = seen.Pictures,
        };

    private static string Joined(string text, IEnumerable<Seen> seen)
    {
        var notes = string.Join("\n\n", seen.Select(each => each.Note).Where(note => note.Length > 0));
        return text.Length == 0 ? notes
            : notes.Length == 0 ? text
            : $"{text}\n\n{notes}";
    }

    private static Seen NotShown(MessageMedia media) =>
        new($"[The contact sent a file ({media.Kind}) with this that you cannot open.]", []);

    private async Task<Seen> ShowAsync(Guid accountId, MessageMedia media, Room room, CancellationToken ct)
    {
        var isPicture = FileTypes.IsPicture(media.ContentType ?? "");
        if (media.Kind is not ("photo" or "document") || (isPicture ? room.Pictures : room.Documents) == 0)
        {
            return new Seen("", []);
        }

        try
        {
            if (
                await files.FindAsync(accountId, media.FileId!.Value, ct) is not { } file
                || (isPicture && file.SizeBytes > MaxPictureBytes)
                || await files.OpenAsync(file, ct) is not { } content
            )
            {
                return NotShown(media);
            }

            await using (content)
            {
                if (isPicture)
                {
                    room.Pictures--;
                    var bytes = new byte[file.SizeBytes];
                    await content.ReadExactlyAsync(bytes, ct);
                    return new Seen("[The contact sent this photo.]", [new SeenPicture(file.ContentType, bytes)]);
                }

                if (await DocumentText.ReadAsync(content, file.Name, file.ContentType, ct) is not { Length: > 0 } text)
                {
                    return NotShown(media);
                }

                room.Documents--;
                return new Seen(Material.Quote("document", file.Name, text), []);
            }
        }
        catch (Exception e) when (e is FileStoreException or IOException)
        {
            // The question is answered without it.
            LogMissing(log, media.FileId!.Value, e.GetType().Name);
            return NotShown(media);
        }
    }

    [LoggerMessage(LogLevel.Warning, "File {FileId} could not be shown to the model: {Reason}")]
    private static partial void LogMissing(ILogger log, Guid fileId, string reason);

    private sealed class Room
    {
        public int Pictures { get; set; } = MaxPictures;

        public int Documents { get; set; } = MaxDocuments;
    }

    private sealed record Seen(string Note, IReadOnlyList<SeenPicture> Pictures);
}
