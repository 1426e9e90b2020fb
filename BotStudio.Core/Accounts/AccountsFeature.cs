using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Accounts;

internal static class AccountsFeature
{
    /// <summary>PBKDF2 with HMAC-SHA512, as OWASP's Password Storage Cheat Sheet asks (2023).</summary>
    private const int HashIterations = 210_000;

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services
            .AddIdentityCore<User>(options =>
            {
                options.User.RequireUniqueEmail = true;
                // PasswordRules say more and better.
                options.Password.RequiredLength = PasswordRules.MinLength;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
            })
            .AddUserStore<UserStore>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashIterations);

        services.AddSingleton<AccessTokens>();
        services.AddScoped<CurrentAccount>();
        services.AddScoped<SignUp>();
        services.AddScoped<SignIn>();
        services.AddScoped<EnterAccount>();
        services.AddScoped<EnterWithToken>();
        services.AddScoped<IssueTokens>();
        services.AddScoped<RenewTokens>();
        services.AddScoped<StartSession>();
        services.AddScoped<EndSession>();
        services.AddScoped<CreateAdminLink>();
        services.AddScoped<UseAdminLink>();
        return services;
    }
}
