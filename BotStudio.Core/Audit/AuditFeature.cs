using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Audit;

internal static class AuditFeature
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditWords>();
        services.AddScoped<ListAudit>();
        services.AddScoped<ExportAudit>();
        return services;
    }
}
