using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Audit;

namespace BotStudio.Web.Hosting;

/// <summary>Who knocks, as far as the network tells; for limits on how often.</summary>
public static class Visitor
{
    /// <summary>Bytes of an IPv6 network that one customer owns (/64), so that it counts as one visitor.</summary>
    private const int Ipv6NetworkBytes = 8;

    /// <summary>For the log of what was done: the address as it is, and the kind of program.</summary>
    public static Origin OriginOf(HttpContext context, bool isProgram)
    {
        var address = context.Connection.RemoteIpAddress;
        return new Origin(
            (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString(),
            DeviceName.Of(context.Request.Headers.UserAgent) is { Length: > 0 } name ? name : null,
            isProgram
        );
    }

    public static string Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null)
        {
            return "";
        }

        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return Convert.ToHexString(bytes.Length > Ipv6NetworkBytes ? bytes[..Ipv6NetworkBytes] : bytes);
    }
}
