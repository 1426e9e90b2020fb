using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Files;

namespace BotStudio.Core.Ai.Media;

/// <summary>
/// Makes a message that carries something ready to be answered: a recording is written down, photos and documents are fetched and looked at whether
/// the model can do anything with them. What it can do nothing with is answered politely.
/// </summary>
public sealed class TakeInMedia(WriteDownVoice voice, FindRoute routes, SendableFiles files)
{
    private const string NotRead = "media.not_read";

    /// <param name="caller">Who pays.</param>
    /// <param name="turn">The message as it came, with the bot that has to answer it.</param>
    /// <param name="keepAsync">Fetches what a message, or a part of an album, carries.</param>
    public async Task<TakenIn> RunAsync(
        AiCaller caller,
        TurnContext turn,
        Func<IncomingMessage, CancellationToken, Task<SentFile>> keepAsync,
        CancellationToken ct
    )
    {
        try
        {
            return MediaTalk.IsRecording(turn.Message)
                ? await HearAsync(caller, turn, keepAsync, ct)
                : await LookAsync(caller, turn, keepAsync, ct);
        }
        catch (FileStoreException)
        {
            return new TakenIn.NotNow("files.unavailable", After: null);
        }
    }

    private async Task<TakenIn> HearAsync(
        AiCaller caller,
        TurnContext turn,
        Func<IncomingMessage, CancellationToken, Task<SentFile>> keepAsync,
        CancellationToken ct
    )
    {
        var (message, settings) = (turn.Message, turn.Bot.Media);
        if (message.Media!.DurationSeconds > settings.LongestVoiceMinutes * 60)
        {
            return Refuse(turn, message, "voice.too_long", turn.Text("conversations.say.voice_too_long", settings.LongestVoiceMinutes));
        }

        MessageMedia media;
        switch (await keepAsync(message, ct))
        {
            case SentFile.Kept kept:
                media = kept.Media;
                break;
            case SentFile.NotNow later:
                return new TakenIn.NotNow("files.gone", later.After);
            case SentFile.Refused refused:
                return RefuseFile(turn, message with { Media = message.Media with { Problem = refused.Problem } }, refused.Problem);
            default:
                throw new InvalidOperationException("A file is kept, refused or not there yet.");
        }

        message = message with { Media = media };
        if (!FileTypes.IsAudio(media.ContentType ?? "") && !FileTypes.IsVideo(media.ContentType ?? ""))
        {
            return RefuseFile(turn, message, "voice.no_sound");
        }

        var recording = new Recording(
            settings.VoiceModel,
            "recording" + FileTypes.EndingOf(media.ContentType!),
            TimeSpan.FromSeconds(media.DurationSeconds ?? 60),
            async token =>
                await files.FindAsync(caller.AccountId, media.FileId!.Value, token) is { } file
                    ? await files.OpenAsync(file, token) ?? throw new FileStoreException("The recording is gone.")
                    : throw new FileStoreException("The recording is gone.")
        );
        var heard = await voice.RunAsync(caller, recording, ct);
        TakenIn taken = heard switch
        {
            VoiceAnswer.Words { Text.Length: > 0 } words => new TakenIn.Ready(AsWritten(message, words.Text)) { IsWrittenDown = true },
            VoiceAnswer.Words => Refuse(turn, message, "voice.no_words", turn.Text("conversations.say.voice_empty")),
            VoiceAnswer.Failed { UsedUp: { } budget } => new TakenIn.Answered(
                WhenUsedUp.Answer(budget, turn.Bot, turn.Language, turn.Reason),
                message
            ),
            VoiceAnswer.Failed { IsPassing: true } failed => new TakenIn.NotNow(failed.Code, failed.RetryAfter),
            VoiceAnswer.Failed failed => new TakenIn.Answered(
                Because(MediaTalk.SayWhatWorks(turn, seesPhotos: true, "conversations.say.voice_failed"), failed.Code),
                message
            ),
            _ => throw new InvalidOperationException("A recording is heard or not."),
        };
        return taken with { Records = heard.Records, ReservationId = heard.ReservationId };
    }

    /// <summary>A recording, as if the contact had written it.</summary>
    private static IncomingMessage AsWritten(IncomingMessage message, string words) =>
        message with
        {
            Kind = IncomingKind.Text,
            Text = message.Text.Length == 0 ? words : $"{message.Text}\n{words}",
            Media = null,
            MediaKind = null,
            IsTakenIn = true,
        };

    private async Task<TakenIn> LookAsync(
        AiCaller caller,
        TurnContext turn,
        Func<IncomingMessage, CancellationToken, Task<SentFile>> keepAsync,
        CancellationToken ct
    )
    {
        var route = await routes.ForAsync(caller.AccountId, turn.Bot.Prompt?.Model, ct);
        // Without a key nobody is asked at all, and that is said elsewhere.
        var sees = route is null || route.Model.SeesImages;
        var parts = new List<IncomingMessage>();
        var (isAnyReady, problem) = (false, "");
        foreach (var part in MediaTalk.Parts(turn.Message))
        {
            var media = part.Media;
            var blocker = media is null ? NotRead : Blocker(turn, media, sees);
            if (media is null || blocker is not null)
            {
                problem = blocker!;
                parts.Add(part);
                continue;
            }

            switch (await keepAsync(part, ct))
            {
                case SentFile.Kept kept:
                    var trouble = await TroubleWithAsync(caller, kept.Media, ct);
                    isAnyReady |= trouble is null;
                    problem = trouble ?? problem;
                    parts.Add(part with { Media = kept.Media, IsTakenIn = trouble is null });
                    break;
                case SentFile.NotNow later:
                    return new TakenIn.NotNow("files.gone", later.After);
                case SentFile.Refused refused:
                    problem = refused.Problem;
                    parts.Add(part with { Media = media with { Problem = refused.Problem } });
                    break;
            }
        }

        var message = turn.Message.AlbumParts.Count == 0 ? parts[0] : turn.Message with { Media = parts[0].Media, AlbumParts = parts };
        return isAnyReady || message.Text.Length > 0
            ? new TakenIn.Ready(message with { IsTakenIn = true })
            : RefuseFile(turn, message, problem, sees);
    }

    /// <summary>Why a file is not even fetched for the model; null when it is.</summary>
    private static string? Blocker(TurnContext turn, MessageMedia media, bool sees)
    {
        var settings = turn.Bot.Media;
        return MediaTalk.IsPhoto(media)
            ? settings.SeesPhotos
                ? sees
                    ? null
                    : "media.blind_model"
                : NotRead
            : MediaTalk.IsReadable(media) && settings.ReadsDocuments
                ? media.SizeBytes > MediaTalk.MaxDocumentBytes
                    ? "media.long_document"
                    : null
                : NotRead;
    }

    /// <summary>What shows only when the file is there; null when the model can do something with it.</summary>
    private async Task<string?> TroubleWithAsync(AiCaller caller, MessageMedia media, CancellationToken ct)
    {
        if (FileTypes.IsPicture(media.ContentType ?? ""))
        {
            return media.SizeBytes > SeenMedia.MaxPictureBytes ? "media.large_picture" : null;
        }

        if (
            await files.FindAsync(caller.AccountId, media.FileId!.Value, ct) is not { } file
            || await files.OpenAsync(file, ct) is not { } content
        )
        {
            return "files.gone";
        }

        await using (content)
        {
            return await DocumentText.ReadAsync(content, file.Name, file.ContentType, ct) is { Length: > 0 } ? null : NotRead;
        }
    }

    private static TakenIn.Answered RefuseFile(TurnContext turn, IncomingMessage message, string problem, bool sees = true) =>
        problem switch
        {
            "files.too_large" => Refuse(turn, message, problem, turn.Text("conversations.say.file_too_large")),
            "files.gone" => Refuse(turn, message, problem, turn.Text("conversations.say.file_gone")),
            "media.long_document" => Refuse(turn, message, problem, turn.Text("conversations.say.document_too_long")),
            "media.large_picture" => Refuse(turn, message, problem, turn.Text("conversations.say.picture_too_large")),
            _ => new TakenIn.Answered(Because(MediaTalk.SayWhatWorks(turn, sees), problem), message),
        };

    private static TakenIn.Answered Refuse(TurnContext turn, IncomingMessage message, string problem, string text) =>
        new(Because(turn.Because(turn.Reason with { Step = ReplyStep.Media }).Say(text), problem), message);

    private static Reply Because(Reply reply, string problem) => reply with { Reason = reply.Reason with { Problem = problem } };
}

/// <summary>What came of taking in what a message carries.</summary>
public abstract record TakenIn
{
    private TakenIn() { }

    /// <summary>Calls that were made for it, to be written down with what comes of it.</summary>
    public IReadOnlyList<UsageRecord> Records { get; init; } = [];

    public Guid? ReservationId { get; init; }

    /// <summary>The engine decides again, knowing what the message says.</summary>
    public sealed record Ready(IncomingMessage Message) : TakenIn
    {
        /// <summary>Its text is what was said in the recording.</summary>
        public bool IsWrittenDown { get; init; }
    }

    /// <summary>Nobody is asked: this is what the contact hears.</summary>
    /// <param name="Message">With what is known of its parts now.</param>
    public sealed record Answered(Reply Reply, IncomingMessage Message) : TakenIn;

    /// <summary>Worth another try.</summary>
    public sealed record NotNow(string Code, TimeSpan? After) : TakenIn;
}
