using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BotStudio.Web.Hosting;

/// <summary>Probes of the host. Live: the process answers. Ready: it can do its work, so traffic may come.</summary>
public static class HealthChecks
{
    public const string LivePath = "/health/live";
    public const string ReadyPath = "/health/ready";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseCheck>();
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", timeout: Timeout).AddCheck<QueueCheck>("queue", timeout: Timeout);
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks(LivePath, new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        app.MapHealthChecks(ReadyPath, new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    /// <summary>Our own words only: an exception's text may hold an address or a password, and the page is public.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(
                    entry => entry.Key,
                    entry => entry.Value.Exception is null ? entry.Value.Description ?? "ok" : "failed"
                ),
            },
            context.RequestAborted
        );
}

/// <summary>The database answers and has every table of this version.</summary>
internal sealed class DatabaseCheck(Migrator migrator) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await migrator.PendingAsync(cancellationToken) is { Count: > 0 } pending
            ? HealthCheckResult.Unhealthy($"{pending.Count} migrations are missing")
            : HealthCheckResult.Healthy();
}

/// <summary>
/// This process takes jobs. Too many of them are no reason to send it no traffic: pages work, and senders of updates are asked to wait by themselves.
/// </summary>
internal sealed class QueueCheck(JobWorker worker, QueueDepth depth) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            worker.ExecuteTask is not { IsCompleted: false } ? HealthCheckResult.Unhealthy("takes no jobs")
            : depth.IsOverLimit ? HealthCheckResult.Degraded($"{QueueDepth.Limit} jobs or more wait")
            : HealthCheckResult.Healthy()
        );
}
