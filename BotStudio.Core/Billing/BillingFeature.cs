using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Billing;

internal static class BillingFeature
{
    public static IServiceCollection AddBilling(this IServiceCollection services) => services.AddSingleton<Entitlements>();
}
