using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using static BotStudio.Core.Channels.Telegram.TelegramBodies;
using static BotStudio.Core.Channels.Telegram.TelegramResults;

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

    private static readonly byte[] NoParameters = "{}"u8.ToArray();

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
                var content = new TelegramDownload(
                    response,
                    await response.Content.ReadAsStreamAsync(deadline.Token),
                    TransferWithin,
                    clock
                );
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

    /// <summary>Shows a text that is still being written.</summary>
    public Task<TelegramAnswer<bool>> SendMessageDraftAsync(string token, SendMessageDraft draft, CancellationToken ct) =>
        CallAsync(token, "sendMessageDraft", BodyOf(draft, TelegramJson.Default.SendMessageDraft), ReadNothing, AnswerWithin, ct);

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
}
