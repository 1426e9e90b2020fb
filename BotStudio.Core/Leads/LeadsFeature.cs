using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Leads;

internal static class LeadsFeature
{
    public static IServiceCollection AddLeads(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<IHoldsContactData, HeldLeads>();
        services.AddSingleton<IJobHandler, TellOfLead>();
        return services;
    }
}
