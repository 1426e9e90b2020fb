using BotStudio.Core.Bots;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>
/// What a bot with AI does with messages that are more than text. A recording is written down before anything else, and then answered as if it had
/// been written: it may fill in a form or call a command. Photos and documents go to the model with the question. All else is answered politely.
/// </summary>
public static class MediaTalk
{
    /// <summary>Of a document that is read; the rest would cost more than it tells.</summary>
    public const int MaxDocumentBytes = 2 * 1024 * 1024;

    private static readonly string[] ReadableEndings =
    [
        ".txt",
        ".md",
        ".csv",
        ".tsv",
        ".json",
        ".html",
        ".htm",
        ".xml",
        ".yaml",
        ".yml",
        ".log",
        ".docx",
    ];

    private static readonly string[] PictureEndings = [".jpg", ".jpeg", ".png", ".webp"];

    /// <summary>A recording is to be written down first.</summary>
    /// <returns>Null for everything else.</returns>
    public static Reply? Listen(TurnContext turn) =>
        turn.Bot.Prompt is not null && turn.Bot.Media.HearsVoice && IsRecording(turn.Message) && !turn.Message.IsTakenIn
            ? new Reply { Reason = turn.Reason with { Step = ReplyStep.Media }, Ask = new MediaRequest() }
            : null;

    /// <summary>The AI step for a message that carries something.</summary>
    public static Reply Answer(TurnContext turn, CompiledPrompt prompt)
    {
        var message = turn.Message;
        if (message.Kind != IncomingKind.Media || message.IsTakenIn)
        {
            return turn.AskAi(prompt);
        }

        if (CanBeTakenIn(turn))
        {
            return new Reply { Reason = turn.Reason with { Step = ReplyStep.Media }, Ask = new MediaRequest() };
        }

        return message.Text.Length > 0 ? turn.AskAi(prompt) : SayWhatWorks(turn, seesPhotos: true);
    }

    public static bool IsRecording(IncomingMessage message) =>
        message is { Kind: IncomingKind.Media, Media: { Kind: "voice" or "audio" or "video_note" } media } && IsThere(media);

    public static bool IsPhoto(MessageMedia media) =>
        media.Kind == "photo"
        || (media.Kind == "document" && (media.ContentType is { } type ? IsPicture(type) : HasEnding(media, PictureEndings)));

    /// <summary>By what its sender calls it; what it really is shows when it is here.</summary>
    public static bool IsReadable(MessageMedia media) =>
        media.Kind == "document"
        && (media.ContentType?.StartsWith("text/", StringComparison.Ordinal) == true || HasEnding(media, ReadableEndings));

    /// <summary>A polite word, and what the contact can do instead.</summary>
    /// <param name="seesPhotos">The model does.</param>
    /// <param name="begins">Key of what is said before; null for the usual.</param>
    public static Reply SayWhatWorks(TurnContext turn, bool seesPhotos, string? begins = null, params object[] args)
    {
        var media = turn.Bot.Media;
        List<string> works = [turn.Text("conversations.say.can_text")];
        if (media.HearsVoice)
        {
            works.Add(turn.Text("conversations.say.can_voice"));
        }

        if (media.SeesPhotos && seesPhotos)
        {
            works.Add(turn.Text("conversations.say.can_photos"));
        }

        if (media.ReadsDocuments)
        {
            works.Add(turn.Text("conversations.say.can_documents"));
        }

        var said =
            $"{turn.Text(begins ?? "conversations.say.cannot", args)}\n\n{turn.Text("conversations.say.can")}\n{string.Join('\n', works.Select(each => "- " + each))}";
        return turn.Because(turn.Reason with { Step = ReplyStep.Media }).Say(said);
    }

    private static bool CanBeTakenIn(TurnContext turn)
    {
        var settings = turn.Bot.Media;
        return Parts(turn.Message)
            .Any(part =>
                part.Media is { } media
                && IsThere(media)
                && ((settings.SeesPhotos && IsPhoto(media)) || (settings.ReadsDocuments && IsReadable(media)))
            );
    }

    /// <summary>The message, or all parts of an album.</summary>
    public static IReadOnlyList<IncomingMessage> Parts(IncomingMessage message) =>
        message.AlbumParts.Count > 0 ? message.AlbumParts : [message];

    private static bool IsThere(MessageMedia media) => media.ExternalId is not null || media.FileId is not null;

    private static bool IsPicture(string contentType) => contentType is "image/jpeg" or "image/png" or "image/webp";

    private static bool HasEnding(MessageMedia media, string[] endings) =>
        media.Name is { } name && endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}
