using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Webhooks;

internal static class WebhooksFeature
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<OutgoingWebhooks>();
        services.AddSingleton<IJobHandler, SendWebhook>();
        services.AddHostedService<ForgetWebhooks>();
        services.AddScoped<ReadWebhookSecret>();
        services.AddScoped<RotateWebhookSecret>();
        services.AddScoped<ListWebhookDeliveries>();
        services.AddScoped<OpenWebhookDelivery>();
        services.AddScoped<ResendWebhook>();
        return services;
    }
}
