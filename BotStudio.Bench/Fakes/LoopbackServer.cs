using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BotStudio.Bench.Fakes;

/// <summary>
/// Kestrel on a free port of 127.0.0.1 with nothing around it: no host, no middleware, no routing. The fakes share the machine with what is
/// measured, so that whatever they need is missing there.
/// </summary>
internal sealed class LoopbackServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly KestrelServer server;
    private readonly ServiceProvider services = new ServiceCollection().BuildServiceProvider();
    private readonly RequestDelegate handle;

    private LoopbackServer(RequestDelegate handle)
    {
        this.handle = handle;
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            ApplicationServices = services,
            Limits = { MinRequestBodyDataRate = null, MinResponseDataRate = null },
        };
        options.Listen(IPAddress.Loopback, 0);
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        server = new KestrelServer(Options.Create(options), sockets, NullLoggerFactory.Instance);
    }

    /// <summary>Without a path.</summary>
    public Uri Address => new(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    public static async Task<LoopbackServer> StartAsync(RequestDelegate handle, CancellationToken ct)
    {
        var loopback = new LoopbackServer(handle);
        await loopback.server.StartAsync(loopback, ct);
        return loopback;
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            await handle(context);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A mistake of ours, not of the product: it would look like an unreachable service.
            await Console.Error.WriteLineAsync($"{context.Request.Path}: {e}");
            throw;
        }
    }

    public void DisposeContext(HttpContext context, Exception? exception) { }

    public async ValueTask DisposeAsync()
    {
        // What is still asked for now is of no interest to anybody.
        await server.StopAsync(new CancellationToken(canceled: true));
        server.Dispose();
        await services.DisposeAsync();
    }
}
