namespace BotStudio.Web.Bots.Frame;

public static class FrameFeature
{
    public static IServiceCollection AddBotFrame(this IServiceCollection services)
    {
        services.AddScoped<DraftSessions>();
        return services;
    }
}
