using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace BotStudio.Tests.Support.Fakes;

// Files of a bot: those that contacts send and that it may download, and those that it sends itself.
public sealed partial class TelegramBotAccount
{
    private const int LargestDownload = 20 << 20;

    private readonly ConcurrentDictionary<string, SentFile> files = new(StringComparer.Ordinal);
    private int lastFile;

    /// <summary>A file that a contact has uploaded to Telegram.</summary>
    /// <returns>Its file_id for this bot.</returns>
    public string Holds(string kind, byte[] content, string name = "file")
    {
        var id = $"{kind}-{Id}-{Interlocked.Increment(ref lastFile)}";
        files[id] = new SentFile(kind, id, name, content);
        return id;
    }

    /// <summary>As if Telegram had thrown it away.</summary>
    public void Forgets(string fileId) => files.TryRemove(fileId, out _);

    internal byte[]? FileAt(string path) => files.GetValueOrDefault(path.Split('/')[^1])?.Content;

    private BotApiAnswer GetFile(JsonObject body)
    {
        var id = body["file_id"]?.GetValue<string>() ?? "";
        if (!files.TryGetValue(id, out var file))
        {
            throw new BotApiException("wrong file_id or the file is temporarily unavailable");
        }

        return file.Content.Length > LargestDownload
            ? throw new BotApiException("file is too big")
            : BotApiAnswer.Ok(
                new JsonObject
                {
                    ["file_id"] = id,
                    ["file_unique_id"] = "u" + id,
                    ["file_size"] = file.Content.Length,
                    ["file_path"] = $"{file.Kind}s/{id}",
                }
            );
    }

    private BotApiAnswer SendFile(string kind, JsonObject body, TelegramUpload? upload)
    {
        var chatId = ChatOf(body);
        var (raw, mode, caption, entities) = CaptionOf(body);
        var file = upload is not null ? Uploaded(kind, upload) : Known(kind, body[kind]?.GetValue<string>() ?? "");
        var described = new JsonObject
        {
            ["file_id"] = file.Id,
            ["file_unique_id"] = "u" + file.Id,
            ["file_size"] = file.Content.Length,
            ["width"] = 90,
            ["height"] = 90,
        };
        return Accept(
            new SentMessage(
                chatId,
                NextMessageId(),
                caption,
                raw,
                mode,
                entities,
                ButtonsOf(body["reply_markup"]?.AsObject()),
                body["message_thread_id"]?.GetValue<long>(),
                body["reply_parameters"]?["message_id"]?.GetValue<long>()
            )
            {
                Media = file,
                BusinessId = body["business_connection_id"]?.GetValue<string>(),
                Keyboard = KeyboardOf(chatId, body["reply_markup"]?.AsObject()),
            },
            new JsonObject { [kind] = kind == "photo" ? new JsonArray(described) : described }
        );
    }

    private SentFile Uploaded(string kind, TelegramUpload upload)
    {
        if (upload.Field != kind || upload.Content.Length == 0)
        {
            throw new BotApiException("file must be non-empty");
        }

        var isImage = upload.Content is [0xff, 0xd8, ..] or [0x89, (byte)'P', ..] || upload.Content.AsSpan().StartsWith("RIFF"u8);
        if (kind == "photo" && (!isImage || upload.Content.Length > 10 << 20))
        {
            throw new BotApiException("IMAGE_PROCESS_FAILED");
        }

        var id = Holds(kind, upload.Content, upload.FileName);
        return files[id];
    }

    private SentFile Known(string kind, string idOrUrl)
    {
        if (idOrUrl.StartsWith("https://", StringComparison.Ordinal))
        {
            return new SentFile(kind, Holds(kind, "from the web"u8.ToArray(), idOrUrl), idOrUrl, "from the web"u8.ToArray());
        }

        return !files.TryGetValue(idOrUrl, out var file) ? throw new BotApiException("wrong file identifier/HTTP URL specified")
            : file.Kind != kind ? throw new BotApiException($"can't use file of type {file.Kind} as {kind}")
            : file;
    }

    private BotApiAnswer SendPlace(JsonObject body)
    {
        var chatId = ChatOf(body);
        return Accept(
            new SentMessage(
                chatId,
                NextMessageId(),
                body["title"]?.GetValue<string>() ?? "",
                "",
                null,
                [],
                ButtonsOf(body["reply_markup"]?.AsObject()),
                body["message_thread_id"]?.GetValue<long>(),
                body["reply_parameters"]?["message_id"]?.GetValue<long>()
            )
            {
                Place = (body["latitude"]!.GetValue<double>(), body["longitude"]!.GetValue<double>()),
                Keyboard = KeyboardOf(chatId, body["reply_markup"]?.AsObject()),
            },
            []
        );
    }

    private BotApiAnswer SendPerson(JsonObject body)
    {
        var phone = body["phone_number"]?.GetValue<string>() ?? "";
        var name = body["first_name"]?.GetValue<string>() ?? "";
        return phone.Length == 0 || name.Length == 0
            ? throw new BotApiException("PHONE_NUMBER_INVALID")
            : Accept(
                new SentMessage(
                    ChatOf(body),
                    NextMessageId(),
                    "",
                    "",
                    null,
                    [],
                    ButtonsOf(body["reply_markup"]?.AsObject()),
                    body["message_thread_id"]?.GetValue<long>(),
                    body["reply_parameters"]?["message_id"]?.GetValue<long>()
                )
                {
                    Person = (name, phone),
                },
                []
            );
    }

    private static (string Raw, string? Mode, string Text, IReadOnlyList<TelegramHtml.Entity> Entities) CaptionOf(JsonObject body)
    {
        var raw = body["caption"]?.GetValue<string>() ?? "";
        var mode = body["parse_mode"]?.GetValue<string>();
        var (caption, entities) = Parsed(raw, mode);
        return caption.EnumerateRunes().Count() > 1024
            ? throw new BotApiException("message caption is too long")
            : (raw, mode, caption, entities);
    }

    private BotApiAnswer EditMessage(JsonObject body, bool isCaption)
    {
        var chatId = ChatOf(body);
        var (raw, mode, text, entities) = isCaption ? CaptionOf(body) : TextOf(body);
        var buttons = ButtonsOf(body["reply_markup"]?.AsObject());
        var id = body["message_id"]!.GetValue<long>();
        var before = sent.LastOrDefault(message => message.ChatId == chatId && message.Id == id);
        if (before is null)
        {
            throw new BotApiException("message to edit not found");
        }

        if (before.Media is not null != isCaption)
        {
            throw new BotApiException($"there is no {(isCaption ? "caption" : "text")} in the message to edit");
        }

        if (before.Keyboard is not null)
        {
            throw new BotApiException("message can't be edited");
        }

        if (before.Text == text && before.Buttons.SelectMany(row => row).SequenceEqual(buttons.SelectMany(row => row)))
        {
            throw new BotApiException(
                "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
            );
        }

        return Accept(before with { Text = text, Raw = raw, ParseMode = mode, Entities = entities, Buttons = buttons, IsEdit = true }, []);
    }

    private static List<string>? KeyboardOf(long chatId, JsonObject? markup)
    {
        if (markup?["remove_keyboard"]?.GetValue<bool>() == true)
        {
            return [];
        }

        if (markup?["keyboard"] is not JsonArray rows)
        {
            return null;
        }

        var keys = new List<string>();
        foreach (var key in rows.SelectMany(row => row!.AsArray()))
        {
            var asks = key!["request_contact"] ?? key["request_location"];
            if (asks is not null && chatId < 0)
            {
                throw new BotApiException("phone number can be requested in private chats only");
            }

            keys.Add(
                key["text"]!.GetValue<string>()
                    + (
                        key["request_contact"] is not null ? " [contact]"
                        : key["request_location"] is not null ? " [location]"
                        : ""
                    )
            );
        }

        return keys;
    }
}

/// <param name="Field">The form's field it came in.</param>
public sealed record TelegramUpload(string Field, string FileName, string ContentType, byte[] Content);

/// <param name="Id">file_id.</param>
public sealed record SentFile(string Kind, string Id, string Name, byte[] Content);
