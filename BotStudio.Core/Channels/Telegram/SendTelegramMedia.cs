using BotStudio.Core.Conversations;
using BotStudio.Core.Files;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// Sends a picture, a file or a place. A kept file is uploaded the first time and named by its file_id after that; an id that Telegram does not
/// know any more is forgotten and the file uploaded again.
/// </summary>
public sealed class SendTelegramMedia(TelegramApi api, SendableFiles files)
{
    public async Task<TelegramAnswer<SentMedia>> SendAsync(
        LiveConnection connection,
        SendMessage message,
        MessageMedia media,
        CancellationToken ct
    )
    {
        var kind = TelegramMediaKind.Of(media)!;
        if (media.FileId is { } fileId && kind.Field is not null)
        {
            return await SendKeptAsync(connection, message, kind, fileId, ct);
        }

        var call = new SendMedia(kind.Method, kind.Field, media.ExternalId ?? media.Url, message)
        {
            Place = kind.Field is null ? media : null,
        };
        return await api.SendMediaAsync(connection.Secret, call, ct);
    }

    private async Task<TelegramAnswer<SentMedia>> SendKeptAsync(
        LiveConnection connection,
        SendMessage message,
        TelegramMediaKind wanted,
        Guid fileId,
        CancellationToken ct
    )
    {
        if (await files.FindAsync(connection.AccountId, fileId, ct) is not { } file)
        {
            return Gone;
        }

        var kind = wanted.For(file);
        if (file.ExternalIdAt(connection.Id, kind.Field!) is { } known)
        {
            var answer = await api.SendMediaAsync(connection.Secret, new SendMedia(kind.Method, kind.Field, known, message), ct);
            if (!IsAboutTheFile(answer.Failure))
            {
                return answer;
            }

            await files.ForgetAsync(fileId, connection.Id, kind.Field!, ct);
        }

        var sent = await UploadAsync(connection, message, kind, file, ct);
        if (kind != TelegramMediaKind.Document && IsAboutTheFile(sent.Failure))
        {
            // A photo may be too long and narrow, or in a shade of its format that Telegram does not read.
            kind = TelegramMediaKind.Document;
            sent = await UploadAsync(connection, message, kind, file, ct);
        }

        if (sent is { Failure: null, Value.FileId: { } externalId })
        {
            // It is sent: whatever happens to this note, it must not be sent again.
            await files.RememberAsync(fileId, connection.Id, kind.Field!, externalId, CancellationToken.None);
        }

        return sent;
    }

    private async Task<TelegramAnswer<SentMedia>> UploadAsync(
        LiveConnection connection,
        SendMessage message,
        TelegramMediaKind kind,
        StoredFile file,
        CancellationToken ct
    )
    {
        try
        {
            await using var content = await files.OpenAsync(file, ct);
            return content is null
                ? Gone
                : await api.SendMediaAsync(
                    connection.Secret,
                    new SendMedia(kind.Method, kind.Field, null, message)
                    {
                        Upload = new MediaUpload(content, file.Name, file.ContentType),
                    },
                    ct
                );
        }
        catch (FileStoreException trouble)
        {
            return new TelegramFailure.Unreachable(trouble.Message);
        }
    }

    private static TelegramFailure.Refused Gone => new(404, "The file is gone.");

    /// <summary>The answers of tdlib's server to a file that it does not know, cannot read, or that is not what the method sends.</summary>
    private static bool IsAboutTheFile(TelegramFailure? failure) =>
        failure is TelegramFailure.Refused { Reason: var reason }
        && (
            reason.Contains("file", StringComparison.OrdinalIgnoreCase)
            || reason.Contains("PHOTO", StringComparison.Ordinal)
            || reason.Contains("IMAGE_PROCESS", StringComparison.Ordinal)
            || reason.Contains("MEDIA", StringComparison.Ordinal)
        );
}
