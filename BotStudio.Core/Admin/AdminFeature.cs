using BotStudio.Core.Admin.Letters;
using BotStudio.Core.Admin.Status;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Admin;

internal static class AdminFeature
{
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<WriteToAdmins>();
        services.AddSingleton<ReadStatus>();
        return services;
    }
}
