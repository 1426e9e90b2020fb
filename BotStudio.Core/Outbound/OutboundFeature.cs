using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Outbound;

internal static class OutboundFeature
{
    public static IServiceCollection AddOutbound(this IServiceCollection services) => services.AddSingleton<OutboundHttp>();
}
