using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Jobs;

internal static class JobsFeature
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<CurrentWorker>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<JobWorker>();
        services.AddSingleton<QueueDepth>();
        services.AddHostedService(provider => provider.GetRequiredService<QueueDepth>());

        // In this order: known as alive before jobs are taken.
        services.AddSingleton<WorkerRegistry>();
        services.AddHostedService(provider => provider.GetRequiredService<WorkerRegistry>());
        services.AddHostedService<DueJobs>();
        services.AddHostedService(provider => provider.GetRequiredService<JobWorker>());
        return services;
    }
}
