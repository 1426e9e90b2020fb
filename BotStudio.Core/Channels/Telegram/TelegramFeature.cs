using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Channels.Telegram;

internal static class TelegramFeature
{
    public static IServiceCollection AddTelegram(this IServiceCollection services)
    {
        services.AddSingleton<TelegramApi>();
        services.AddSingleton<SendBudget>();
        services.AddSingleton<SendTelegramMedia>();
        services.AddChannel<TelegramChannel>();

        services.AddSingleton<TelegramReception>();
        services.AddScoped<ConnectTelegram>();
        services.AddScoped<ReconnectTelegram>();
        services.AddScoped<DisconnectTelegram>();
        services.AddScoped<IDisconnect>(provider => provider.GetRequiredService<DisconnectTelegram>());
        services.AddSingleton<IJobHandler, PublishTelegramMenu>();

        services.AddSingleton<TelegramWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<TelegramWatch>());
        services.AddHostedService<TelegramPolling>();
        return services;
    }
}
