using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Accounts.Details;

internal static class DetailsFeature
{
    public static IServiceCollection AddDetails(this IServiceCollection services)
    {
        services.AddScoped<ReadAccount>();
        services.AddScoped<AccountZone>();
        services.AddScoped<ChangeAccount>();
        services.AddScoped<ChangeLogo>();
        services.AddScoped<RemoveLogo>();
        services.AddScoped<OpenLogo>();
        services.AddScoped<ChangeRetention>();
        services.AddScoped<CountOldMessages>();
        services.AddScoped<DeleteAccount>();
        services.AddScoped<KeepAccount>();
        services.AddSingleton<EraseAccount>();
        services.AddSingleton<RemoveAccounts>();
        services.AddHostedService(provider => provider.GetRequiredService<RemoveAccounts>());
        return services;
    }
}
