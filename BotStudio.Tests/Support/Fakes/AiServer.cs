using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>
/// A provider on loopback that speaks OpenAI's protocol and Anthropic's. It echoes the last user message until it is told otherwise:
/// <c>ai.Next(AiReply.Status(429, retryAfter: "2"), AiReply.Echo)</c>.
/// </summary>
public sealed partial class AiServer : IAsyncDisposable
{
    public const string AnthropicPath = "/v1/messages";

    private const string OpenAiPath = "/v1/chat/completions";
    private const string ModelsPath = "/v1/models";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, bool> refusedKeys = [];
    private int checks;
    private readonly ConcurrentQueue<AiRequest> requests = [];
    private readonly ConcurrentQueue<AiReply> replies = [];
    private readonly Channel<AiRequest> arrivals = Channel.CreateUnbounded<AiRequest>();
    private int inFlight;
    private int mostInFlight;

    private AiServer(WebApplication app) => this.app = app;

    /// <summary>What <c>OpenAI__BaseUrl</c> has to be.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>What <c>Anthropic__BaseUrl</c> has to be.</summary>
    public Uri AnthropicUrl => new(BaseUrl, "/");

    /// <summary>What it lists to a key that is tried out.</summary>
    public IReadOnlyList<string> Models { get; set; } = ["gpt-4o-mini", "gpt-4o"];

    /// <summary>How often a key was tried out.</summary>
    public int Checks => Volatile.Read(ref checks);

    /// <summary>Once <see cref="Next"/>'s replies are used up.</summary>
    public AiReply Always { get; set; } = AiReply.Echo;

    /// <summary>Before every answer.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<AiRequest> Requests => [.. requests];

    public int MostInFlight => mostInFlight;

    /// <summary>Requests that are being answered.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    public static async Task<AiServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new AiServer(builder.Build());
        server.app.Run(server.HandleAsync);
        await server.app.StartAsync();

        var listening = server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        server.BaseUrl = new Uri(listening!.Addresses.Single() + "/v1");
        return server;
    }

    public void Next(params AiReply[] next)
    {
        foreach (var reply in next)
        {
            replies.Enqueue(reply);
        }
    }

    /// <summary>Answers 401 to it from now on, whatever it asks.</summary>
    public void Refuse(string key) => refusedKeys[key] = true;

    public void Accept(string key) => refusedKeys.TryRemove(key, out _);

    /// <summary>The next request that was not waited for yet.</summary>
    public async Task<AiRequest> RequestAsync() => await arrivals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>What earlier tests did not wait for is not waited for any more.</summary>
    public void ForgetArrivals()
    {
        while (arrivals.Reader.TryRead(out _)) { }
    }

    /// <summary>What was told by <see cref="Next"/> and nobody came for.</summary>
    public void ForgetReplies() => replies.Clear();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Path == ModelsPath)
        {
            await ListAsync(http);
            return;
        }

        if (http.Request.Path == TranscriptionsPath)
        {
            await WriteDownAsync(http);
            return;
        }

        if (http.Request.Path == ModerationsPath)
        {
            await JudgeAsync(http);
            return;
        }

        var request = await AiRequest.ReadAsync(http.Request);
        requests.Enqueue(request);
        RaiseTo(ref mostInFlight, Interlocked.Increment(ref inFlight));
        arrivals.Writer.TryWrite(request);
        try
        {
            await Task.Delay(Latency, http.RequestAborted);
            await ReplyTo(http.Request).WriteAsync(http, request);
        }
        catch (OperationCanceledException)
        {
            // The caller gave up, as some tests want it to.
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }

    private async Task ListAsync(HttpContext http)
    {
        Interlocked.Increment(ref checks);
        if (IsRefused(http.Request))
        {
            http.Response.StatusCode = 401;
            return;
        }

        await http.Response.WriteAsJsonAsync(new { data = Models.Select(id => new { id }) });
    }

    private bool IsRefused(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && refusedKeys.ContainsKey(header[(header.IndexOf(' ') + 1)..]);

    private AiReply ReplyTo(HttpRequest request) =>
        (request.Path != OpenAiPath && request.Path != AnthropicPath) || !HttpMethods.IsPost(request.Method)
            ? AiReply.Status(404, "unknown_url")
        : IsRefused(request) ? AiReply.Status(401, "invalid_api_key")
        : replies.TryDequeue(out var reply) ? reply
        : Always;

    private static void RaiseTo(ref int most, int now)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < now && Interlocked.CompareExchange(ref most, now, seen) != seen) { }
    }
}
