using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BotStudio.Core.Channels;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Jobs;
using Npgsql;

namespace BotStudio.Web.Channels.Telegram;

/// <summary>
/// <c>POST /telegram/{botId}</c>: Telegram delivers an update, and hears 200 when it is stored, never before. Anything else makes Telegram
/// deliver it again, for 24 hours, so bodies that are no updates are kept as refused and answered 200, too. The busiest route of the
/// product: it runs without the pages' middleware.
/// </summary>
internal sealed class TelegramWebhook(LiveConnections connections, AcceptUpdate accept, QueueDepth queue, ILogger<TelegramWebhook> log)
{
    public const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    /// <summary>The largest real ones, with forwarded messages and thousands of entities, have some 100 KB.</summary>
    private const int LargestBodyBytes = 1024 * 1024;

    /// <summary>What is kept of a larger one.</summary>
    private const int BeginningBytes = 4096;

    /// <summary>Bot API, setWebhook, secret_token.</summary>
    private const int LongestSecret = 256;

    public async Task ReceiveAsync(HttpContext http)
    {
        var botId = Guid.Parse((string)http.Request.RouteValues["botId"]!, CultureInfo.InvariantCulture);
        try
        {
            http.Response.StatusCode = await ReceiveAsync(botId, http);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            log.LogWarning("Cannot store an update of bot {BotId}: {Reason}", botId, e.Message);
            http.Response.StatusCode = ComeBack(http);
        }
        // The caller is gone, or sends more slowly than anybody honest.
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            http.Abort();
        }
    }

    private async Task<int> ReceiveAsync(Guid botId, HttpContext http)
    {
        var connection = await connections.FindAsync(botId, TelegramChannel.ChannelName, http.RequestAborted);
        var secret = connection is null ? null : await connections.WebhookSecretAsync(botId, http.RequestAborted);
        if (connection is null || secret is null)
        {
            return StatusCodes.Status404NotFound;
        }

        if (!IsRight(http.Request.Headers[SecretHeader].ToString(), secret))
        {
            return StatusCodes.Status401Unauthorized;
        }

        if (queue.IsOverLimit)
        {
            return ComeBack(http);
        }

        var body = await ReadAsync(http.Request, http.RequestAborted);
        if (body.Length > LargestBodyBytes)
        {
            await accept.RefuseAsync(connection, body[..BeginningBytes], "The body is larger than any update.");
        }
        else
        {
            await accept.RunAsync(connection, body);
        }

        return StatusCodes.Status200OK;
    }

    /// <summary>In a time that tells nothing of how much was right.</summary>
    private static bool IsRight(string given, byte[] secret)
    {
        Span<byte> bytes = stackalloc byte[LongestSecret];
        return Encoding.UTF8.TryGetBytes(given, bytes, out var length) && CryptographicOperations.FixedTimeEquals(bytes[..length], secret);
    }

    /// <returns>The whole body, or a little more than the limit of one that is too large.</returns>
    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength is { } length and <= LargestBodyBytes)
        {
            var body = new byte[length];
            await request.Body.ReadExactlyAsync(body, ct);
            return body;
        }

        using var read = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int count;
        while (read.Length <= LargestBodyBytes && (count = await request.Body.ReadAsync(chunk, ct)) > 0)
        {
            read.Write(chunk, 0, count);
        }

        return read.ToArray();
    }

    private static int ComeBack(HttpContext http)
    {
        http.Response.Headers.RetryAfter = ((int)QueueDepth.ComeBackAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return StatusCodes.Status503ServiceUnavailable;
    }
}
