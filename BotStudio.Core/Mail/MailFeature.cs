using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Mail;

internal static class MailFeature
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSingleton<MailLayout>();
        services.AddSingleton<Mails>();
        services.AddSingleton<ListMails>();
        services.AddSingleton<ReadMail>();
        services.AddSingleton<RetryMail>();
        services.AddSingleton<PreviewMails>();
        services.AddSingleton<IJobHandler, SendMail>();
        services.AddHostedService<ForgetMails>();
        return services;
    }
}
