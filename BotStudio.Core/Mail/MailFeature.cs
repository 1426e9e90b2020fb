using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Mail;

internal static class MailFeature
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSingleton<MailLayout>();
        services.AddSingleton<Mails>();
        services.AddSingleton<IJobHandler, SendMail>();
        services.AddHostedService<ForgetMails>();
        return services;
    }
}
