using BotStudio.Core.Settings;

namespace BotStudio.Core.Outbound;

/// <summary>The addresses that owners enter never lead into the network of this installation, but for the exceptions named here.</summary>
public sealed class OutboundOptions : ISettings
{
    public const string Section = "Outbound";

    /// <summary>Host names or IP addresses, without port.</summary>
    [Example("crm.internal")]
    public IReadOnlyList<string> AllowedPrivateHosts { get; set; } = [];

    public IEnumerable<SettingMistake> Mistakes() =>
        AllowedPrivateHosts
            .Where(host => Uri.CheckHostName(host) == UriHostNameType.Unknown)
            .Select(_ => new SettingMistake(
                nameof(AllowedPrivateHosts),
                "must be host names or IP addresses, without scheme, port or path"
            ))
            .Take(1);
}
