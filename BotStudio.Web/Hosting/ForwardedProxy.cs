using BotStudio.Core.Settings;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace BotStudio.Web.Hosting;

/// <summary>The visitor's address and scheme, as told by a proxy that is trusted; what anybody else tells is not heard.</summary>
public static class ForwardedProxy
{
    public static IServiceCollection AddForwardedProxy(this IServiceCollection services)
    {
        services.AddSettings<ProxyOptions>(ProxyOptions.Section);
        services
            .AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<ProxyOptions>>(
                (options, proxy) =>
                {
                    // Not X-Forwarded-Host: links in e-mails would lead where a stranger says.
                    options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                    options.KnownProxies.Clear();
                    options.KnownIPNetworks.Clear();
                    foreach (var network in proxy.Value.Trusted())
                    {
                        options.KnownIPNetworks.Add(network);
                    }

                    // Only what the proxies themselves have written, at the end of the list.
                    options.ForwardLimit = proxy.Value.Hops;
                }
            );
        return services;
    }
}
