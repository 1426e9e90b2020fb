using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BotStudio.Core.Conversations;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>Writes the bodies of requests to the Bot API.</summary>
internal static class TelegramBodies
{
    // Letters of any script as they are, a third of the bytes of \u escapes. The body is JSON only, never part of a page.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    [ThreadStatic]
    private static Utf8JsonWriter? scratchWriter;

    public static byte[] BodyOf<T>(T request, JsonTypeInfo<T> type)
    {
        var writer = FreshWriter();
        JsonSerializer.Serialize(writer, request, type);
        return Written(writer);
    }

    // By hand, because this is the one request that is sent thousands of times a second.
    public static byte[] BodyOf(in SendMessage message)
    {
        var writer = FreshWriter();
        writer.WriteStartObject();
        WriteTarget(writer, message);
        writer.WriteString("text"u8, message.Text);
        WriteParseMode(writer, message);
        WriteMarkup(writer, message);
        writer.WriteEndObject();
        return Written(writer);
    }

    public static byte[] BodyOf(in SendMedia media)
    {
        var writer = FreshWriter();
        var message = media.Message;
        writer.WriteStartObject();
        WriteTarget(writer, message);
        if (media.Field is not null)
        {
            writer.WriteString(media.Field, media.File);
        }

        if (media is { Method: "sendContact", Place: { } person })
        {
            writer.WriteString("phone_number"u8, person.Phone);
            writer.WriteString("first_name"u8, person.FirstName);
            if (person.LastName is { Length: > 0 } lastName)
            {
                writer.WriteString("last_name"u8, lastName);
            }
        }
        else if (media.Place is { } place)
        {
            writer.WriteNumber("latitude"u8, place.Latitude ?? 0);
            writer.WriteNumber("longitude"u8, place.Longitude ?? 0);
            if (media.Method == "sendVenue")
            {
                writer.WriteString("title"u8, place.Title);
                writer.WriteString("address"u8, place.Address ?? "");
            }
        }

        if (message.Text.Length > 0)
        {
            writer.WriteString("caption"u8, message.Text);
            WriteParseMode(writer, message);
        }

        WriteMarkup(writer, message);
        writer.WriteEndObject();
        return Written(writer);
    }

    /// <summary>As a form, the only way in which the Bot API takes bytes: every parameter is text, and objects are JSON in it.</summary>
    public static MultipartFormDataContent FormOf(in SendMedia media, MediaUpload upload)
    {
        var form = new MultipartFormDataContent();
        using var parameters = JsonDocument.Parse(BodyOf(media with { File = "" }));
        foreach (var parameter in parameters.RootElement.EnumerateObject())
        {
            if (parameter.Name != media.Field)
            {
                var value = parameter.Value.ValueKind == JsonValueKind.String ? parameter.Value.GetString()! : parameter.Value.GetRawText();
                form.Add(new StringContent(value), parameter.Name);
            }
        }

        var file = new StreamContent(upload.Content);
        file.Headers.TryAddWithoutValidation("Content-Type", upload.ContentType);
        form.Add(file, media.Field!, upload.Name);
        return form;
    }

    private static void WriteTarget(Utf8JsonWriter writer, in SendMessage message)
    {
        if (message.BusinessId is not null)
        {
            writer.WriteString("business_connection_id"u8, message.BusinessId);
        }

        WriteId(writer, "chat_id"u8, message.ChatId);
        if (message.EditsMessageId is not null)
        {
            WriteId(writer, "message_id"u8, message.EditsMessageId);
            return;
        }

        if (message.ThreadId is not null)
        {
            WriteId(writer, "message_thread_id"u8, message.ThreadId);
        }

        if (message.ReplyToMessageId is not null)
        {
            writer.WriteStartObject("reply_parameters"u8);
            WriteId(writer, "message_id"u8, message.ReplyToMessageId);
            writer.WriteBoolean("allow_sending_without_reply"u8, true);
            writer.WriteEndObject();
        }
    }

    private static void WriteParseMode(Utf8JsonWriter writer, in SendMessage message)
    {
        if (message.ParseMode is not null)
        {
            writer.WriteString("parse_mode"u8, message.ParseMode);
        }
    }

    private static void WriteMarkup(Utf8JsonWriter writer, in SendMessage message)
    {
        if (message.Buttons is { Count: > 0 })
        {
            WriteKeyboard(writer, message.Buttons);
        }
        else if (message.Keyboard is { } keyboard)
        {
            WriteKeyboard(writer, keyboard);
        }
    }

    private static void WriteKeyboard(Utf8JsonWriter writer, IReadOnlyList<IReadOnlyList<InlineButton>> rows)
    {
        writer.WriteStartObject("reply_markup"u8);
        writer.WriteStartArray("inline_keyboard"u8);
        foreach (var row in rows)
        {
            writer.WriteStartArray();
            foreach (var button in row)
            {
                writer.WriteStartObject();
                writer.WriteString("text"u8, button.Text);
                if (button.CallbackData is not null)
                {
                    writer.WriteString("callback_data"u8, button.CallbackData);
                }
                else
                {
                    writer.WriteString("url"u8, button.Url);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteKeyboard(Utf8JsonWriter writer, ReplyKeyboard keyboard)
    {
        writer.WriteStartObject("reply_markup"u8);
        if (keyboard.Rows.Count == 0)
        {
            writer.WriteBoolean("remove_keyboard"u8, true);
            writer.WriteEndObject();
            return;
        }

        writer.WriteStartArray("keyboard"u8);
        foreach (var row in keyboard.Rows)
        {
            writer.WriteStartArray();
            foreach (var key in row)
            {
                writer.WriteStartObject();
                writer.WriteString("text"u8, key.Text);
                if (key.Request == KeyRequest.Contact)
                {
                    writer.WriteBoolean("request_contact"u8, true);
                }
                else if (key.Request == KeyRequest.Location)
                {
                    writer.WriteBoolean("request_location"u8, true);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("resize_keyboard"u8, true);
        writer.WriteBoolean("one_time_keyboard"u8, true);
        writer.WriteEndObject();
    }

    // Ids are integers in the Bot API; a name such as @channel stays text.
    private static void WriteId(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string id)
    {
        if (long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteString(name, id);
        }
    }

    private static Utf8JsonWriter FreshWriter()
    {
        scratch ??= new ArrayBufferWriter<byte>(4096);
        scratch.ResetWrittenCount();
        scratchWriter ??= new Utf8JsonWriter(scratch, Relaxed);
        scratchWriter.Reset(scratch);
        return scratchWriter;
    }

    // A copy of its own, not a pooled buffer: after a timeout the socket may still be reading from it.
    private static byte[] Written(Utf8JsonWriter writer)
    {
        writer.Flush();
        return scratch!.WrittenSpan.ToArray();
    }
}
