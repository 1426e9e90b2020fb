using BotStudio.Core.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace BotStudio.Web.Hosting;

/// <summary>
/// Tells a person at a terminal where to go, once the server takes requests. ./run.sh asks for it with <c>Welcome=true</c>; elsewhere it stays
/// silent, because a line of it may be a one-time link and logs are kept.
/// </summary>
public sealed class StartupBanner(
    IServiceScopeFactory scopes,
    IServer server,
    IHostApplicationLifetime lifetime,
    IConfiguration configuration,
    IOptions<SiteOptions> site
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!configuration.GetValue<bool>("Welcome"))
        {
            return;
        }

        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        var address = Address();
        var lines = new List<string> { "", $"  BotStudio runs at {address}" };
        await using var scope = scopes.CreateAsyncScope();
        foreach (var line in scope.ServiceProvider.GetServices<IWelcomeLine>())
        {
            if (await line.TextAsync(address, stoppingToken) is { } text)
            {
                lines.Add($"  {text}");
            }
        }

        // In one go, so that no log line comes between.
        Console.WriteLine(string.Join(Environment.NewLine, [.. lines, ""]));
    }

    /// <summary>A server that listens everywhere is reached as localhost by the person in front of it.</summary>
    private Uri Address()
    {
        if (site.Value.PublicUrl is { } address)
        {
            return address;
        }

        var listening = BindingAddress.Parse(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return new UriBuilder(listening.Scheme, "localhost", listening.Port).Uri;
    }
}

/// <summary>One more line below the address; every registered one is asked, in order.</summary>
public interface IWelcomeLine
{
    /// <returns>The line, or null when there is nothing to say.</returns>
    Task<string?> TextAsync(Uri address, CancellationToken ct);
}
