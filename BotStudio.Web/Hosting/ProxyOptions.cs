using System.Net;
using BotStudio.Core.Settings;

namespace BotStudio.Web.Hosting;

/// <summary>Whose word on a visitor's address and scheme counts (X-Forwarded-For, X-Forwarded-Proto).</summary>
public sealed class ProxyOptions : ISettings
{
    public const string Section = "Proxy";

    /// <summary>
    /// Hosts put their proxy on the container's private network and do not tell its address; nobody from the open internet comes from one of these.
    /// </summary>
    private static readonly string[] PrivateNetworks =
    [
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        // Between a provider and its customers (RFC 6598): Railway's proxies, for one.
        "100.64.0.0/10",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    ];

    /// <summary>Addresses or networks of the proxies; absent: private networks.</summary>
    [Example("203.0.113.0/24")]
    public IReadOnlyList<string> Networks { get; set; } = [];

    /// <summary>How many proxies stand one behind the other.</summary>
    [Example("2")]
    public int Hops { get; set; } = 1;

    public IEnumerable<SettingMistake> Mistakes()
    {
        if (Networks.Any(network => Parse(network) is null))
        {
            yield return new SettingMistake(nameof(Networks), "must be addresses or networks");
        }

        if (Hops is < 1 or > 10)
        {
            yield return new SettingMistake(nameof(Hops), "must be between 1 and 10");
        }
    }

    internal IEnumerable<IPNetwork> Trusted() => (Networks.Count > 0 ? Networks : PrivateNetworks).Select(Parse).OfType<IPNetwork>();

    private static IPNetwork? Parse(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
