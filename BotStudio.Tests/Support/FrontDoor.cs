using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Support;

/// <summary>
/// A proxy in front of one or several processes of the product: its address is known before they listen, and stays when they come and go. To
/// whoever calls while none is there it answers 502, as real ones do. It does not pass Retry-After on, as some do not.
/// </summary>
public sealed class FrontDoor : IAsyncDisposable
{
    private const string Secret = "X-Telegram-Bot-Api-Secret-Token";

    private readonly WebApplication app;
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private Uri[] rooms = [];
    private int calls;

    private FrontDoor(WebApplication app) => this.app = app;

    public Uri Url { get; private set; } = null!;

    public static async Task<FrontDoor> OpenAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var door = new FrontDoor(builder.Build());
        door.app.Run(door.HandleAsync);
        await door.app.StartAsync();
        door.Url = new Uri(door.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return door;
    }

    /// <summary>From now on calls go to these in turn.</summary>
    public void LeadTo(params Uri[] processes) => Volatile.Write(ref rooms, processes);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var processes = Volatile.Read(ref rooms);
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        if (processes.Length == 0)
        {
            return;
        }

        var process = processes[(uint)Interlocked.Increment(ref calls) % processes.Length];
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            new Uri(process, context.Request.Path + context.Request.QueryString)
        );
        request.Content = new StreamContent(context.Request.Body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        request.Headers.TryAddWithoutValidation(Secret, [.. context.Request.Headers[Secret]]);

        try
        {
            using var response = await http.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Nobody there: what the status says.
        }
    }
}
