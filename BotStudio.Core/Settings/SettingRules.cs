using System.Net.Mail;

namespace BotStudio.Core.Settings;

/// <summary>What settings of several features have to be.</summary>
internal static class SettingRules
{
    public static bool IsHttp(Uri? address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    /// <summary>Strangers may listen on the way: https, unless the way is inside this machine.</summary>
    public static bool IsHttpsOrLoopback(Uri? address) => IsHttp(address) && (address!.Scheme == Uri.UriSchemeHttps || address.IsLoopback);

    public static bool IsEmail(string? address) => MailAddress.TryCreate(address, out var parsed) && parsed.Address == address;
}
