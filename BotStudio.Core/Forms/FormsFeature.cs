using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Entries;
using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Forms;

internal static class FormsFeature
{
    public static IServiceCollection AddForms(this IServiceCollection services)
    {
        services.AddSingleton<GivenAnswers>();
        services.AddScoped<ListEntries>();
        services.AddScoped<ReadEntry>();
        services.AddScoped<ChangeEntryWork>();
        services.AddScoped<DeleteEntries>();
        services.AddScoped<ReadEntryNumbers>();
        services.AddScoped<CountEntries>();
        services.AddScoped<ExportEntries>();
        services.AddSingleton<IJobHandler, RemindContact>();
        services.AddSingleton<IJobHandler, SendFormWebhook>();
        return services;
    }
}
