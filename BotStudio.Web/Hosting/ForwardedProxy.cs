using Microsoft.AspNetCore.HttpOverrides;

namespace BotStudio.Web.Hosting;

/// <summary>The visitor's address and scheme, as told by the proxy of the host in front of the container.</summary>
public static class ForwardedProxy
{
    public static IServiceCollection AddForwardedProxy(this IServiceCollection services) =>
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // Hosts do not tell the addresses of their proxies. Only the last hop is believed, which that proxy wrote itself.
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            options.ForwardLimit = 1;
        });
}
