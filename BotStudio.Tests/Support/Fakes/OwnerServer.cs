using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Support.Fakes;

/// <summary>
/// A server of an owner's on loopback, for webhooks. It answers 200 with an empty object until it is told otherwise:
/// <c>owner.Next(OwnerAnswer.Status(503), OwnerAnswer.Json("{}"))</c>.
/// </summary>
public sealed class OwnerServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<OwnerRequest> requests = [];
    private readonly ConcurrentQueue<OwnerAnswer> answers = [];
    private readonly Channel<OwnerRequest> arrivals = Channel.CreateUnbounded<OwnerRequest>();

    private OwnerServer(WebApplication app) => this.app = app;

    /// <summary>With the literal address 127.0.0.1 as host.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Once <see cref="Next"/>'s answers are used up.</summary>
    public OwnerAnswer Always { get; set; } = OwnerAnswer.Json("{}");

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<OwnerRequest> Requests => [.. requests];

    public static async Task<OwnerServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new OwnerServer(builder.Build());
        server.app.Run(server.HandleAsync);
        await server.app.StartAsync();

        var listening = server.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        server.Url = new Uri(listening!.Addresses.Single());
        return server;
    }

    public void Next(params OwnerAnswer[] next)
    {
        foreach (var answer in next)
        {
            answers.Enqueue(answer);
        }
    }

    /// <summary>The next request that was not waited for yet.</summary>
    public async Task<OwnerRequest> RequestAsync() => await arrivals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public string At(string path) => new Uri(Url, path).AbsoluteUri;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var body = new StreamReader(http.Request.Body, Encoding.UTF8);
        var request = new OwnerRequest(
            http.Request.Method,
            http.Request.Path,
            await body.ReadToEndAsync(),
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)
        );
        requests.Enqueue(request);
        arrivals.Writer.TryWrite(request);
        try
        {
            await (answers.TryDequeue(out var answer) ? answer : Always).WriteAsync(http);
        }
        catch (OperationCanceledException)
        {
            // The caller gave up, as some tests want it to.
        }
    }
}

public sealed record OwnerRequest(string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers);

public sealed record OwnerAnswer(Func<HttpContext, Task> WriteAsync)
{
    /// <summary>Takes the request and says nothing until the caller gives up.</summary>
    public static readonly OwnerAnswer Stall = new(http => Task.Delay(Timeout.Infinite, http.RequestAborted));

    public static readonly OwnerAnswer BreakOff = new(http =>
    {
        http.Abort();
        return Task.CompletedTask;
    });

    /// <summary>A beginning, and then nothing more.</summary>
    public static readonly OwnerAnswer StallHalfWay = new(async http =>
    {
        await http.Response.WriteAsync("""{"text":"Hel""");
        await http.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, http.RequestAborted);
    });

    public static OwnerAnswer Json(string json) => Says(200, json, "application/json");

    public static OwnerAnswer Says(int status, string body, string contentType = "text/plain; charset=utf-8") =>
        new(http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = contentType;
            return http.Response.WriteAsync(body);
        });

    public static OwnerAnswer Bytes(byte[] body, string contentType) =>
        new(http =>
        {
            http.Response.ContentType = contentType;
            return http.Response.Body.WriteAsync(body).AsTask();
        });

    public static OwnerAnswer Status(int status, string? retryAfter = null) =>
        new(http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        });

    public static OwnerAnswer RedirectTo(string location, int status = 307) =>
        new(http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = location;
            http.Response.Headers.SetCookie = "session=1";
            return Task.CompletedTask;
        });
}
