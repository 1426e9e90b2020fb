namespace BotStudio.Web.Simulator;

public static class SimulatorFeature
{
    public static IServiceCollection AddSimulatorPages(this IServiceCollection services)
    {
        services.AddScoped<SimulatedChats>();
        return services;
    }
}
