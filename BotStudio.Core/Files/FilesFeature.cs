using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Files;

internal static class FilesFeature
{
    public static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services.TryAddSingleton<IFileStore>(provider =>
            provider.GetRequiredService<IOptions<S3Options>>().Value.IsUsed
                ? ActivatorUtilities.CreateInstance<S3FileStore>(provider)
                : ActivatorUtilities.CreateInstance<DiskFileStore>(provider)
        );
        services.AddSingleton<IJobHandler, RemoveFiles>();
        services.AddSingleton<SendableFiles>();
        services.AddScoped<KeepFile>();
        services.AddScoped<OpenFile>();
        return services;
    }
}
