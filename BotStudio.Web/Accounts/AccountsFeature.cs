using BotStudio.Core.Accounts;
using BotStudio.Web.Accounts.External;
using BotStudio.Web.Accounts.Passkeys;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BotStudio.Web.Accounts;

/// <summary>Who a request or a circuit belongs to: pages by cookie, the API by bearer token, neither by the other's.</summary>
public static class AccountsFeature
{
    private const string EitherScheme = "BrowserOrBearer";

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services
            .AddAuthentication(EitherScheme)
            .AddPolicyScheme(
                EitherScheme,
                displayName: null,
                options =>
                    options.ForwardDefaultSelector = http =>
                        ApiEndpoints.IsApi(http) ? BearerAuthentication.SchemeName : BrowserSession.Scheme
            )
            .AddCookie(BrowserSession.Scheme, BrowserSession.Configure)
            .AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.SchemeName, configureOptions: null);
        services.AddPermissions();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "botstudio.antiforgery";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddScoped<BrowserSessionEvents>();
        services.AddScoped<AuthenticationStateProvider, CircuitRevalidation>();
        services.AddScoped<CircuitHandler, CircuitSession>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<SiteAddress>();
        services.AddSingleton<ExternalCookie>();
        services.AddPasskeys();
        services.AddScoped<IWelcomeLine, AdminWelcomeLine>();
        return services;
    }
}

/// <summary>While nobody administers the platform, whoever starts it at a terminal is shown the link that lets them.</summary>
internal sealed class AdminWelcomeLine(CreateAdminLink createAdminLink) : IWelcomeLine
{
    public async Task<string?> TextAsync(Uri address, CancellationToken ct) =>
        await createAdminLink.RunUnlessThereIsAnAdminAsync(address, ct) is { } link
            ? $"Become its admin (once, within a day): {link}"
            : null;
}
