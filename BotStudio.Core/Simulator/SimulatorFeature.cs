using BotStudio.Core.Simulator.Demo;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Simulator;

internal static class SimulatorFeature
{
    public static IServiceCollection AddSimulator(this IServiceCollection services)
    {
        services.AddScoped<Simulate>();
        services.AddSingleton<TalkToDemo>();
        services.AddSingleton<SimulateMedia>();
        services.AddScoped<TryPrompt>();
        services.AddScoped<TryWebhook>();
        services.AddScoped<TryTool>();
        return services;
    }
}
