using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BotStudio.Core.Data;

internal static class DataFeature
{
    public static IServiceCollection AddData(this IServiceCollection services)
    {
        services.AddSingleton(CreateDataSource);
        services.AddSingleton<HotPath>();
        services.AddSingleton(CreateOptions);
        services.AddSingleton<PlatformDb>();
        services.AddScoped<AccountDb>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<SecretText>();
        services.AddSingleton<Notifications>();
        services.AddHostedService(provider => provider.GetRequiredService<Notifications>());

        services.AddDataProtection().SetApplicationName("BotStudio");
        services.AddSingleton<ProtectionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<ProtectionKeys>((options, keys) => options.XmlRepository = keys);
        services.AddSingleton<PrepareProtection>();

        // Version 3 of Identity's tables has passkeys.
        services.Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        return services;
    }

    private static NpgsqlDataSource CreateDataSource(IServiceProvider provider)
    {
        var connectionString = DatabaseUrl.ConnectionString(provider.GetRequiredService<IConfiguration>());
        var builder = new NpgsqlDataSourceBuilder(connectionString)
        {
            ConnectionStringBuilder =
            {
                ApplicationName = "botstudio",
                MaxAutoPrepare = 40,
                AutoPrepareMinUsages = 3,
            },
        };
        return builder.Build();
    }

    private static DbContextOptions<BotStudioDb> CreateOptions(IServiceProvider provider) =>
        new DbContextOptionsBuilder<BotStudioDb>()
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            .UseApplicationServiceProvider(provider)
            .AddInterceptors(new AccountRowSecurity())
            .Options;
}
