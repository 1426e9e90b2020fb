using System.Net;
using System.Text.RegularExpressions;
using BotStudio.Core.Outbound;

namespace BotStudio.Core.Tools;

/// <summary>
/// Where a tool is called. Parameters fill in parts of the path and the query as plain data: whatever a contact makes the model write, host and
/// folders stay the owner's.
/// </summary>
public sealed partial class ToolAddress
{
    private readonly string url;

    private ToolAddress(string url, string host)
    {
        this.url = url;
        Host = host;
        Parameters = [.. Placeholder().Matches(url).Select(match => match.Groups["name"].Value).Distinct()];
    }

    /// <summary>With the port when it is not the usual one; secrets are given for it.</summary>
    public string Host { get; }

    /// <summary>Names of those that are filled in.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <returns>Null for what cannot be called: not https (http only to names of the own network), no host, or a parameter in the host.</returns>
    public static ToolAddress? Read(string url)
    {
        url = url.Trim();
        if (OutboundHttp.Address(Placeholder().Replace(url, "x")) is not { Fragment: "" } address)
        {
            return null;
        }

        var path = url.IndexOfAny(['/', '?'], url.IndexOf("://", StringComparison.Ordinal) + 3);
        var authority = path < 0 ? url : url[..path];
        return !Placeholder().IsMatch(authority) && (address.Scheme == Uri.UriSchemeHttps || IsOwnNetwork(address))
            ? new ToolAddress(url, address.Authority)
            : null;
    }

    /// <param name="values">By name; each of <see cref="Parameters"/>.</param>
    /// <returns>Null when a value would lead to another folder.</returns>
    public string? Fill(IReadOnlyDictionary<string, string> values)
    {
        // A segment of dots means the folder above, also when it is escaped.
        if (Parameters.Any(name => !values.TryGetValue(name, out var value) || value.Length == 0 || value.All(c => c == '.')))
        {
            return null;
        }

        return Placeholder().Replace(url, match => Uri.EscapeDataString(values[match.Groups["name"].Value]));
    }

    /// <summary>Names that nobody on the open internet has. Whether this installation calls them is up to its settings.</summary>
    private static bool IsOwnNetwork(Uri address) =>
        IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var literal)
            ? !PublicAddress.Is(literal)
            : !address.IdnHost.Contains('.', StringComparison.Ordinal)
                || address.IdnHost.EndsWith(".internal", StringComparison.OrdinalIgnoreCase)
                || address.IdnHost.EndsWith(".local", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"\{\{[ \t]*(?<name>[a-zA-Z0-9_-]{1,64})[ \t]*\}\}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Placeholder();
}
