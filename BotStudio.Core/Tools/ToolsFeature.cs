using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Tools;

internal static class ToolsFeature
{
    public static IServiceCollection AddTools(this IServiceCollection services)
    {
        services.AddSingleton<ToolSecrets>();
        services.AddScoped<SetToolSecret>();
        services.AddScoped<RemoveToolSecret>();
        services.AddScoped<ListToolSecrets>();
        return services;
    }
}
