using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BotStudio.Core.Conversations;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>
/// The Bot API over HTTP (core.telegram.org/bots/api): one method here is one method there. Every trouble comes back as a
/// <see cref="TelegramFailure"/>; the only exception is <see cref="OperationCanceledException"/>, when the caller cancels.
/// The token is part of every URL, so requests are neither logged nor traced and no exception of the HTTP client leaves this class.
/// </summary>
public sealed class TelegramApi : IDisposable
{
    /// <summary>The longest wait of one getUpdates call that the server grants.</summary>
    public static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(50);

    private const int LargestAnswerBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(15);

    /// <summary>Of files, which may be large and lines slow.</summary>
    private static readonly TimeSpan TransferWithin = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    // Letters of any script as they are, a third of the bytes of \u escapes. The body is JSON only, never part of a page.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[] NoParameters = "{}"u8.ToArray();

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    [ThreadStatic]
    private static Utf8JsonWriter? scratchWriter;

    private readonly HttpMessageInvoker http;
    private readonly string baseUrl;
    private readonly string fileUrl;
    private readonly TimeProvider clock;

    public TelegramApi(IOptions<TelegramOptions> options, TimeProvider clock)
    {
        this.clock = clock;
        baseUrl = options.Value.ApiBaseUrl.AbsoluteUri.TrimEnd('/') + "/bot";
        fileUrl = options.Value.ApiBaseUrl.AbsoluteUri.TrimEnd('/') + "/file/bot";
        http = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                // No propagator means no trace spans of these calls: they would carry the URL, and with it the token.
                ActivityHeadersPropagator = null,
                MaxConnectionsPerServer = 1024,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
                ConnectTimeout = TimeSpan.FromSeconds(10),
            }
        );
    }

    /// <summary>Sends a text; the value is the new message's id.</summary>
    public Task<TelegramAnswer<long>> SendMessageAsync(string token, in SendMessage message, CancellationToken ct) =>
        CallAsync(token, "sendMessage", BodyOf(message), ReadMessageId, AnswerWithin, ct);

    /// <summary>Puts another text, with other buttons, in the place of one that was sent; the value is the same message's id.</summary>
    public Task<TelegramAnswer<long>> EditMessageTextAsync(string token, in SendMessage message, CancellationToken ct) =>
        CallAsync(token, "editMessageText", BodyOf(message), ReadMessageId, AnswerWithin, ct);

    /// <summary>Sends a picture, a file, a place. A large upload takes its time.</summary>
    public Task<TelegramAnswer<SentMedia>> SendMediaAsync(string token, in SendMedia media, CancellationToken ct) =>
        media.Upload is { } upload
            ? CallAsync(token, media.Method, FormOf(media, upload), ReadSentMedia, TransferWithin, ct)
            : CallAsync(token, media.Method, BodyOf(media), ReadSentMedia, AnswerWithin, ct);

    /// <summary>Where a file can be downloaded from for the next hour.</summary>
    public Task<TelegramAnswer<TelegramFile>> GetFileAsync(string token, GetFile file, CancellationToken ct) =>
        CallAsync(
            token,
            "getFile",
            BodyOf(file, TelegramJson.Default.GetFile),
            result => Read(result, TelegramJson.Default.TelegramFile),
            AnswerWithin,
            ct
        );

    /// <summary>Begins to download a file; the caller reads and disposes of it. The connection may break while it reads.</summary>
    public async Task<TelegramAnswer<Stream>> DownloadAsync(string token, string filePath, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(AnswerWithin, clock);
        await using var cancelled = ct.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            fileUrl + token + "/" + string.Join('/', filePath.Split('/').Select(Uri.EscapeDataString))
        );
        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(request, deadline.Token);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                var content = new Download(response, await response.Content.ReadAsStreamAsync(deadline.Token), TransferWithin, clock);
                response = null;
                return content;
            }

            return TelegramFailure.From(
                (int)response.StatusCode,
                "The file cannot be downloaded.",
                response.Headers.RetryAfter?.Delta,
                null
            );
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new TelegramFailure.Unreachable(
                string.Create(CultureInfo.InvariantCulture, $"No answer within {AnswerWithin.TotalSeconds:0} s.")
            );
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException)
        {
            return new TelegramFailure.Unreachable(WordsFor(trouble));
        }
        finally
        {
            response?.Dispose();
        }
    }

    public Task<TelegramAnswer<bool>> SendChatActionAsync(string token, SendChatAction action, CancellationToken ct) =>
        CallAsync(token, "sendChatAction", BodyOf(action, TelegramJson.Default.SendChatAction), ReadNothing, AnswerWithin, ct);

    public Task<TelegramAnswer<bool>> AnswerCallbackQueryAsync(string token, AnswerCallbackQuery answer, CancellationToken ct) =>
        CallAsync(token, "answerCallbackQuery", BodyOf(answer, TelegramJson.Default.AnswerCallbackQuery), ReadNothing, AnswerWithin, ct);

    public Task<TelegramAnswer<TelegramBot>> GetMeAsync(string token, CancellationToken ct) =>
        CallAsync(token, "getMe", NoParameters, result => Read(result, TelegramJson.Default.TelegramBot), AnswerWithin, ct);

    public Task<TelegramAnswer<bool>> SetWebhookAsync(string token, SetWebhook webhook, CancellationToken ct) =>
        CallAsync(token, "setWebhook", BodyOf(webhook, TelegramJson.Default.SetWebhook), ReadNothing, AnswerWithin, ct);

    public Task<TelegramAnswer<bool>> DeleteWebhookAsync(string token, DeleteWebhook webhook, CancellationToken ct) =>
        CallAsync(token, "deleteWebhook", BodyOf(webhook, TelegramJson.Default.DeleteWebhook), ReadNothing, AnswerWithin, ct);

    public Task<TelegramAnswer<WebhookInfo>> GetWebhookInfoAsync(string token, CancellationToken ct) =>
        CallAsync(token, "getWebhookInfo", NoParameters, result => Read(result, TelegramJson.Default.WebhookInfo), AnswerWithin, ct);

    /// <summary>Waits for updates as long as the request says. An update without a readable id is left out: it cannot be confirmed.</summary>
    public Task<TelegramAnswer<IReadOnlyList<RawUpdate>>> GetUpdatesAsync(string token, GetUpdates request, CancellationToken ct) =>
        CallAsync(
            token,
            "getUpdates",
            BodyOf(request, TelegramJson.Default.GetUpdates),
            ReadUpdates,
            TimeSpan.FromSeconds(request.Timeout) + AnswerWithin,
            ct
        );

    public Task<TelegramAnswer<bool>> SetMyCommandsAsync(string token, SetMyCommands commands, CancellationToken ct) =>
        CallAsync(token, "setMyCommands", BodyOf(commands, TelegramJson.Default.SetMyCommands), ReadNothing, AnswerWithin, ct);

    public Task<TelegramAnswer<bool>> DeleteMyCommandsAsync(string token, DeleteMyCommands commands, CancellationToken ct) =>
        CallAsync(token, "deleteMyCommands", BodyOf(commands, TelegramJson.Default.DeleteMyCommands), ReadNothing, AnswerWithin, ct);

    public Task<TelegramAnswer<IReadOnlyList<MenuCommand>>> GetMyCommandsAsync(
        string token,
        GetMyCommands commands,
        CancellationToken ct
    ) =>
        CallAsync(
            token,
            "getMyCommands",
            BodyOf(commands, TelegramJson.Default.GetMyCommands),
            result => Read(result, TelegramJson.Default.Menu),
            AnswerWithin,
            ct
        );

    public void Dispose() => http.Dispose();

    private delegate T ReadResult<T>(ReadOnlySpan<byte> result);

    private Task<TelegramAnswer<T>> CallAsync<T>(
        string token,
        string method,
        byte[] body,
        ReadResult<T> read,
        TimeSpan within,
        CancellationToken ct
    )
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        return CallAsync(token, method, content, read, within, ct);
    }

    private async Task<TelegramAnswer<T>> CallAsync<T>(
        string token,
        string method,
        HttpContent content,
        ReadResult<T> read,
        TimeSpan within,
        CancellationToken ct
    )
    {
        if (TelegramToken.BotIdOf(token) is null)
        {
            return new TelegramFailure.Unauthorized("This is not a bot token.");
        }

        using var deadline = new CancellationTokenSource(within, clock);
        await using var cancelled = ct.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        using var request = new HttpRequestMessage(HttpMethod.Post, UrlOf(token, method));
        request.Content = content;

        byte[]? answer = null;
        try
        {
            using var response = await http.SendAsync(request, deadline.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(deadline.Token);
            answer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(response.Content.Headers.ContentLength ?? 0, 2048, LargestAnswerBytes));
            var length = 0;
            while (true)
            {
                if (length == answer.Length)
                {
                    if (length >= LargestAnswerBytes)
                    {
                        return new TelegramFailure.Unreachable("The answer was larger than any answer of the Bot API.");
                    }

                    answer = Grown(answer);
                }

                var count = await stream.ReadAsync(answer.AsMemory(length), deadline.Token);
                if (count == 0)
                {
                    break;
                }

                length += count;
            }

            return Understand(response, answer.AsSpan(0, length), read, token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new TelegramFailure.Unreachable(
                string.Create(CultureInfo.InvariantCulture, $"No answer within {within.TotalSeconds:0} s.")
            );
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException)
        {
            return new TelegramFailure.Unreachable(WordsFor(trouble));
        }
        finally
        {
            if (answer is not null)
            {
                ArrayPool<byte>.Shared.Return(answer);
            }
        }
    }

    private Uri UrlOf(string token, string method) =>
        new(string.Concat(baseUrl, token, "/", method), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static byte[] Grown(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(full.Length * 2, LargestAnswerBytes));
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    private static string WordsFor(Exception trouble) =>
        trouble switch
        {
            HttpRequestException { InnerException: SocketException socket } => $"No connection: {socket.SocketErrorCode}.",
            HttpRequestException http => $"No connection: {http.HttpRequestError}.",
            HttpIOException http => $"The connection broke: {http.HttpRequestError}.",
            _ => "The connection broke.",
        };

    private static TelegramAnswer<T> Understand<T>(HttpResponseMessage response, ReadOnlySpan<byte> body, ReadResult<T> read, string token)
    {
        var status = (int)response.StatusCode;
        var retryAfter = response.Headers.RetryAfter?.Delta;
        try
        {
            var envelope = Envelope.Read(body);
            if (envelope.Ok)
            {
                return read(envelope.Result);
            }

            var description = (envelope.Description ?? "").Replace(token, TelegramToken.Masked(token), StringComparison.Ordinal);
            return TelegramFailure.From(
                envelope.ErrorCode ?? status,
                description.Length <= 300 ? description : description[..300],
                envelope.RetryAfterSeconds is { } seconds ? PauseOf(seconds) : retryAfter,
                envelope.MigrateToChatId
            );
        }
        // A gateway's page, an answer cut short, or one of another shape. GetString throws InvalidOperationException on broken UTF-8.
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            return status == (int)HttpStatusCode.TooManyRequests
                ? new TelegramFailure.RateLimited(retryAfter ?? TimeSpan.FromSeconds(1))
                : new TelegramFailure.Unreachable(
                    string.Create(CultureInfo.InvariantCulture, $"HTTP {status} with an answer that is not the Bot API's.")
                );
        }
    }

    private static TimeSpan PauseOf(long seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 1, (long)LongestPause.TotalSeconds));

    private static long ReadMessageId(ReadOnlySpan<byte> result)
    {
        // "ok" is what counts: without an id the message is sent all the same, and must not be sent again.
        var reader = new Utf8JsonReader(result);
        if (result.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return 0;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMessageId = reader.ValueTextEquals("message_id"u8);
            reader.Read();
            if (isMessageId && reader.TokenType == JsonTokenType.Number)
            {
                return reader.GetInt64();
            }

            reader.Skip();
        }

        return 0;
    }

    /// <summary>The ids of the message and of the file in it, which is under the name of its kind.</summary>
    private static SentMedia ReadSentMedia(ReadOnlySpan<byte> result)
    {
        var reader = new Utf8JsonReader(result, new JsonReaderOptions { MaxDepth = TelegramUpdate.DeepestNesting });
        if (result.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        var messageId = 0L;
        string? fileId = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("message_id"u8))
            {
                reader.Read();
                messageId = reader.TokenType == JsonTokenType.Number ? reader.GetInt64() : 0;
            }
            else if (
                reader.ValueTextEquals("photo"u8)
                || reader.ValueTextEquals("document"u8)
                || reader.ValueTextEquals("voice"u8)
                || reader.ValueTextEquals("audio"u8)
                || reader.ValueTextEquals("video"u8)
            )
            {
                reader.Read();
                fileId = TelegramMedia.Read(ref reader, "").ExternalId ?? fileId;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new SentMedia(messageId, fileId);
    }

    private static bool ReadNothing(ReadOnlySpan<byte> result) => true;

    private static T Read<T>(ReadOnlySpan<byte> result, JsonTypeInfo<T> type)
        where T : class => JsonSerializer.Deserialize(result, type) ?? throw new JsonException("The result is missing.");

    private static IReadOnlyList<RawUpdate> ReadUpdates(ReadOnlySpan<byte> result)
    {
        var updates = new List<RawUpdate>();
        var reader = new Utf8JsonReader(result, new JsonReaderOptions { MaxDepth = TelegramUpdate.DeepestNesting });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("getUpdates did not return a list.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var body = result[start..(int)reader.BytesConsumed];
            if (TelegramUpdate.IdOf(body) is { } id)
            {
                updates.Add(new RawUpdate(id, body.ToArray()));
            }
        }

        return updates;
    }

    private static byte[] BodyOf<T>(T request, JsonTypeInfo<T> type)
    {
        var writer = FreshWriter();
        JsonSerializer.Serialize(writer, request, type);
        return Written(writer);
    }

    // By hand, because this is the one request that is sent thousands of times a second.
    private static byte[] BodyOf(in SendMessage message)
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

    private static byte[] BodyOf(in SendMedia media)
    {
        var writer = FreshWriter();
        var message = media.Message;
        writer.WriteStartObject();
        WriteTarget(writer, message);
        if (media.Field is not null)
        {
            writer.WriteString(media.Field, media.File);
        }

        if (media.Place is { } place)
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
    private static MultipartFormDataContent FormOf(in SendMedia media, MediaUpload upload)
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

    /// <summary>The bytes of a file as they come; breaks off when they come too slowly.</summary>
    private sealed class Download(HttpResponseMessage response, Stream body, TimeSpan within, TimeProvider clock) : Stream
    {
        private readonly CancellationTokenSource deadline = new(within, clock);

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        /// <exception cref="IOException">The connection broke, or the time is over.</exception>
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
            try
            {
                return await body.ReadAsync(buffer, either.Token);
            }
            catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException("The file came too slowly.", late);
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                body.Dispose();
                response.Dispose();
                deadline.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    /// <summary>The outer object of every answer.</summary>
    private ref struct Envelope
    {
        public bool Ok;
        public ReadOnlySpan<byte> Result;
        public int? ErrorCode;
        public string? Description;
        public long? RetryAfterSeconds;
        public long? MigrateToChatId;

        public static Envelope Read(ReadOnlySpan<byte> body)
        {
            var envelope = default(Envelope);
            var saysOk = false;
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = TelegramUpdate.DeepestNesting });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("An answer is an object.");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("ok"u8))
                {
                    reader.Read();
                    envelope.Ok = reader.GetBoolean();
                    saysOk = true;
                }
                else if (reader.ValueTextEquals("result"u8))
                {
                    reader.Read();
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    envelope.Result = body[start..(int)reader.BytesConsumed];
                }
                else if (reader.ValueTextEquals("error_code"u8))
                {
                    reader.Read();
                    envelope.ErrorCode = reader.GetInt32();
                }
                else if (reader.ValueTextEquals("description"u8))
                {
                    reader.Read();
                    envelope.Description = reader.GetString();
                }
                else if (reader.ValueTextEquals("parameters"u8))
                {
                    reader.Read();
                    envelope.ReadParameters(ref reader);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            return saysOk ? envelope : throw new JsonException("An answer says whether it is ok.");
        }

        private void ReadParameters(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("retry_after"u8))
                {
                    reader.Read();
                    RetryAfterSeconds = reader.GetInt64();
                }
                else if (reader.ValueTextEquals("migrate_to_chat_id"u8))
                {
                    reader.Read();
                    MigrateToChatId = reader.GetInt64();
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
        }
    }
}
