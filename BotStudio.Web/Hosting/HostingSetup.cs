using Microsoft.AspNetCore.Hosting.StaticWebAssets;

namespace BotStudio.Web.Hosting;

/// <summary>The process itself: where it listens, what it logs, how it stops.</summary>
public static class HostingSetup
{
    /// <summary>Time for requests to end and for claimed jobs to be finished or handed back. Hosts kill after 30 s (Kubernetes' default).</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(25);

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        builder.AddLogs();
        builder.AddListening();
        // In a published folder this does nothing; it lets ./run.sh and the tests serve static files from where they were built.
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        // Stopped in reverse order of their start: first Kestrel, then the workers, which by then get no more work.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddHostedService<StartupBanner>();
    }

    /// <summary>Runs until the process is asked to stop, or one of its workers has failed.</summary>
    /// <returns>The exit code: not 0 after a failure, so that the host starts the process again.</returns>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        var workers = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        await app.RunAsync();
        return workers.Any(worker => worker.ExecuteTask is { IsFaulted: true }) ? 1 : 0;
    }
}
