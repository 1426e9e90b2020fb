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
/// An OpenAI-compatible provider on loopback. It echoes the last user message until it is told otherwise:
/// <c>ai.Next(AiReply.Status(429, retryAfter: "2"), AiReply.Echo)</c>.
/// </summary>
public sealed class AiServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<AiRequest> requests = [];
    private readonly ConcurrentQueue<AiReply> replies = [];
    private readonly Channel<AiRequest> arrivals = Channel.CreateUnbounded<AiRequest>();
    private int inFlight;
    private int mostInFlight;

    private AiServer(WebApplication app) => this.app = app;

    /// <summary>What <c>OpenAI__BaseUrl</c> has to be.</summary>
    public Uri BaseUrl { get; private set; } = null!;

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

    /// <summary>The next request that was not waited for yet.</summary>
    public async Task<AiRequest> RequestAsync() => await arrivals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
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

    private AiReply ReplyTo(HttpRequest request) =>
        request.Path != "/v1/chat/completions" || !HttpMethods.IsPost(request.Method) ? AiReply.Status(404, "unknown_url")
        : replies.TryDequeue(out var reply) ? reply
        : Always;

    private static void RaiseTo(ref int most, int now)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < now && Interlocked.CompareExchange(ref most, now, seen) != seen) { }
    }
}
