using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Forms;

internal static class FormsFeature
{
    public static IServiceCollection AddForms(this IServiceCollection services)
    {
        services.AddSingleton<GivenAnswers>();
        services.AddSingleton<IJobHandler, RemindContact>();
        return services;
    }
}
