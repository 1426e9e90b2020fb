using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Leads.Telling;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Leads;

internal static class LeadsFeature
{
    public static IServiceCollection AddLeads(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<IHoldsContactData, HeldLeads>();
        services.AddSingleton<LeadFeed>();
        services.AddScoped<ListLeads>();
        services.AddScoped<ReadLeadBoard>();
        services.AddScoped<CountNewLeads>();
        services.AddScoped<ReadLead>();
        services.AddScoped<CreateLead>();
        services.AddScoped<ChangeLead>();
        services.AddScoped<MergeLeads>();
        services.AddScoped<DeleteLead>();
        services.AddScoped<AddLeadNote>();
        services.AddScoped<DeleteLeadNote>();
        services.AddScoped<ListLeadMembers>();
        services.AddScoped<ListLeadStatuses>();
        services.AddScoped<SaveLeadStatuses>();
        services.AddScoped<ExportLeads>();
        services.AddScoped<ListLeadBots>();
        services.AddScoped<ReadLeadSource>();
        services.AddScoped<ReadLeadWebhook>();
        services.AddScoped<ChangeLeadWebhook>();
        services.AddSingleton<LeadWords>();
        services.AddSingleton<IJobHandler, LeadOfForm>();
        services.AddSingleton<IJobHandler, TellOfLead>();
        services.AddSingleton<IJobHandler, AnswerLeadTap>();
        return services;
    }
}
