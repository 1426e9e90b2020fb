using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Channels.Telegram;

internal static class TelegramFeature
{
    public static IServiceCollection AddTelegram(this IServiceCollection services)
    {
        services.AddSingleton<TelegramApi>();
        services.AddSingleton<SendBudget>();
        services.AddChannel<TelegramChannel>();
        return services;
    }
}
