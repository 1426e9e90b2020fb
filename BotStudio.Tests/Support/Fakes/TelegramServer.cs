using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>
/// The Bot API on loopback, for any token. It checks requests as strictly as Telegram, keeps a queue of updates a bot, delivers them to the
/// bot's webhook or hands them out by getUpdates, and fails as it is told:
/// <code>
/// var anna = telegram.Contact(token);
/// anna.Says("/start");
/// Assert.Equal("Welcome!", (await anna.HearsAsync()).Text);
/// telegram.Next("sendMessage", TelegramFault.RateLimited(2));
/// </code>
/// </summary>
public sealed class TelegramServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, TelegramBotAccount> bots = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<TelegramFault>> faults = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<BotApiCall> calls = [];
    private readonly HashSet<string> revoked = [];
    private int inFlight;
    private long lastBotId = 7_000_000_000;

    private TelegramServer(WebApplication app) => this.app = app;

    /// <summary>What <c>Telegram__ApiBaseUrl</c> has to be.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Every call to the API, in the order in which they came, refused ones included.</summary>
    public IReadOnlyList<BotApiCall> Calls => [.. calls];

    /// <summary>Where deliveries to https addresses end up, as if a proxy stood in front of the application.</summary>
    public Uri? Gateway { get; set; }

    /// <summary>Calls that are being answered.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    /// <summary>Pause before a delivery to a webhook is tried again; Telegram's own begins with 2 s.</summary>
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(50);

    public static async Task<TelegramServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new TelegramServer(builder.Build());
        server.app.Run(server.HandleAsync);
        await server.app.StartAsync();
        server.Url = new Uri(server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>A token nobody has used yet.</summary>
    public string NewToken() =>
        string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref lastBotId)}:AAF-{Guid.CreateVersion7():N}");

    public TelegramBotAccount Bot(string token) => bots.GetOrAdd(token, _ => new TelegramBotAccount(this, token));

    /// <summary>A person in a private chat with the bot.</summary>
    public TelegramContact Contact(string token, long id = 279058397, string firstName = "Anna", string? language = "en") =>
        new(Bot(token), id, firstName, language, chatId: id, chatTitle: null);

    /// <summary>The same person in a supergroup that the bot is in.</summary>
    public TelegramContact MemberOf(string token, long groupId, long id = 279058397, string firstName = "Anna", string? language = "en") =>
        new(Bot(token), id, firstName, language, groupId, chatTitle: "Team & Co");

    public IEnumerable<BotApiCall> CallsOf(string method) =>
        calls.Where(call => call.Method.Equals(method, StringComparison.OrdinalIgnoreCase));

    /// <summary>From now on the token is worth nothing.</summary>
    public void Revoke(string token)
    {
        lock (revoked)
        {
            revoked.Add(token);
        }
    }

    /// <summary>What happens to the next calls of a method, one after the other; after that it works again.</summary>
    public void Next(string method, params TelegramFault[] next)
    {
        var queue = faults.GetOrAdd(method, _ => []);
        foreach (var fault in next)
        {
            queue.Enqueue(fault);
        }
    }

    /// <summary>What was planned for a method does not happen any more.</summary>
    public void Forget(string method) => faults.TryRemove(method, out _);

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in bots.Values)
        {
            bot.Dispose();
        }

        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext http)
    {
        Interlocked.Increment(ref inFlight);
        try
        {
            await CallAsync(http);
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }

    private async Task CallAsync(HttpContext http)
    {
        var parts = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is ["file", var filePart, .. var path] && filePart.StartsWith("bot", StringComparison.Ordinal))
        {
            await DownloadAsync(http, filePart["bot".Length..], string.Join('/', path));
            return;
        }

        if (parts is not [var botPart, var method] || !botPart.StartsWith("bot", StringComparison.Ordinal))
        {
            await AnswerAsync(http, BotApiAnswer.Error(404, "Not Found"));
            return;
        }

        var token = botPart["bot".Length..];
        var (body, upload) = http.Request.HasFormContentType ? await ReadFormAsync(http) : (await ReadJsonAsync(http), null);
        calls.Enqueue(new BotApiCall(token, method, http.Request.ContentType ?? "", body));

        var fault = faults.TryGetValue(method, out var queue) && queue.TryDequeue(out var planned) ? planned : TelegramFault.None;
        if (fault.CutBefore)
        {
            http.Abort();
            return;
        }

        if (fault.IsStall)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        var answer = fault.Answer ?? await PerformAsync(token, method, body, upload, http.RequestAborted);
        await fault.Answering.WaitAsync(http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (fault.CutAfter)
        {
            http.Abort();
            return;
        }

        await AnswerAsync(http, fault.IsTruncated ? answer with { Body = answer.Body[..(answer.Body.Length / 2)] } : answer);
    }

    private async Task<BotApiAnswer> PerformAsync(
        string token,
        string method,
        JsonObject body,
        TelegramUpload? upload,
        CancellationToken ct
    )
    {
        lock (revoked)
        {
            if (revoked.Contains(token))
            {
                return BotApiAnswer.Error(401, "Unauthorized");
            }
        }

        try
        {
            return await Bot(token).PerformAsync(method, body, upload, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return BotApiAnswer.Error(500, "The caller is gone.");
        }
        catch (BotApiException refusal)
        {
            return refusal.Answer;
        }
        catch (Exception wrongShape) when (wrongShape is InvalidOperationException or FormatException or JsonException)
        {
            return BotApiAnswer.Error(400, "Bad Request: a parameter has the wrong type: " + wrongShape.Message);
        }
    }

    private static async Task<JsonObject> ReadJsonAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>In a form every parameter is text; those that are none in the Bot API are JSON in it.</summary>
    private static async Task<(JsonObject Body, TelegramUpload? Upload)> ReadFormAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var body = new JsonObject();
        foreach (var (name, value) in form)
        {
            body[name] = name is "caption" or "parse_mode" or "business_connection_id"
                ? value.ToString()
                : JsonNode.Parse(value.ToString());
        }

        if (form.Files is not [var file])
        {
            return (body, null);
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, http.RequestAborted);
        return (body, new TelegramUpload(file.Name, file.FileName, file.ContentType, content.ToArray()));
    }

    /// <summary>Faults of the method <c>download</c>.</summary>
    private async Task DownloadAsync(HttpContext http, string token, string path)
    {
        calls.Enqueue(new BotApiCall(token, "download", "", new JsonObject { ["path"] = path }));
        if (faults.TryGetValue("download", out var queue) && queue.TryDequeue(out var fault))
        {
            if (fault.Answer is { } refusal)
            {
                await AnswerAsync(http, refusal);
            }
            else
            {
                http.Response.ContentLength = 1000;
                await http.Response.Body.WriteAsync(new byte[10]);
                http.Abort();
            }

            return;
        }

        if (Bot(token).FileAt(path) is not { } content)
        {
            await AnswerAsync(http, BotApiAnswer.Error(404, "Not Found"));
            return;
        }

        http.Response.ContentType = "application/octet-stream";
        await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static async Task AnswerAsync(HttpContext http, BotApiAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.Body.StartsWith('{') ? "application/json" : "text/html";
        if (answer.RetryAfterSeconds is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await http.Response.WriteAsync(answer.Body, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}

/// <param name="Body">Parameters as they were sent.</param>
public sealed record BotApiCall(string Token, string Method, string ContentType, JsonObject Body);

/// <summary>What a call is answered with.</summary>
public sealed record BotApiAnswer(int Status, string Body, int? RetryAfterSeconds = null)
{
    public static BotApiAnswer Ok(JsonNode result) => new(200, new JsonObject { ["ok"] = true, ["result"] = result }.ToJsonString());

    public static BotApiAnswer Error(int code, string description, JsonObject? parameters = null)
    {
        var body = new JsonObject
        {
            ["ok"] = false,
            ["error_code"] = code,
            ["description"] = description,
        };
        if (parameters is not null)
        {
            body["parameters"] = parameters;
        }

        return new(code, body.ToJsonString());
    }

    public static BotApiAnswer TooMany(int retryAfterSeconds) =>
        Error(429, $"Too Many Requests: retry after {retryAfterSeconds}", new JsonObject { ["retry_after"] = retryAfterSeconds }) with
        {
            RetryAfterSeconds = retryAfterSeconds,
        };
}

public sealed class BotApiException(BotApiAnswer answer) : Exception(answer.Body)
{
    public BotApiException(string badRequest)
        : this(BotApiAnswer.Error(400, "Bad Request: " + badRequest)) { }

    public BotApiAnswer Answer => answer;
}

/// <summary>What goes wrong with one call.</summary>
public sealed record TelegramFault
{
    private TelegramFault() { }

    public static readonly TelegramFault None = new();

    /// <summary>The connection breaks before the call is done.</summary>
    public static readonly TelegramFault DropBefore = new() { CutBefore = true };

    /// <summary>The call is done, and then the connection breaks.</summary>
    public static readonly TelegramFault DropAfter = new() { CutAfter = true };

    /// <summary>No answer ever.</summary>
    public static readonly TelegramFault Stall = new() { IsStall = true };

    /// <summary>The call is done; half of the answer arrives.</summary>
    public static readonly TelegramFault Truncated = new() { IsTruncated = true };

    public static readonly TelegramFault ServerError = Refused(500, "Internal Server Error: restart");

    public static readonly TelegramFault BadGateway = new()
    {
        Answer = new BotApiAnswer(502, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>"),
    };

    public static readonly TelegramFault Blocked = Refused(403, "Forbidden: bot was blocked by the user");

    public static readonly TelegramFault CannotParse = Refused(
        400,
        "Bad Request: can't parse entities: Can't find end of Bold entity at byte offset 12"
    );

    /// <summary>The call is done, and the answer comes at the signal.</summary>
    public static TelegramFault Held(Task signal) => new() { Answering = signal };

    public static TelegramFault RateLimited(int seconds) => new() { Answer = BotApiAnswer.TooMany(seconds) };

    public static TelegramFault MovedTo(long chatId) =>
        new()
        {
            Answer = BotApiAnswer.Error(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                new JsonObject { ["migrate_to_chat_id"] = chatId }
            ),
        };

    public static TelegramFault Refused(int code, string description) => new() { Answer = BotApiAnswer.Error(code, description) };

    /// <summary>An answer byte for byte.</summary>
    public static TelegramFault Says(int status, string body) => new() { Answer = new BotApiAnswer(status, body) };

    public BotApiAnswer? Answer { get; private init; }

    public Task Answering { get; private init; } = Task.CompletedTask;

    public bool CutBefore { get; private init; }

    public bool CutAfter { get; private init; }

    public bool IsStall { get; private init; }

    public bool IsTruncated { get; private init; }
}
