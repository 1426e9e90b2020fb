using System.Net.Mail;

namespace BotStudio.Core.Accounts;

/// <summary>What counts as an e-mail address: name@host.domain.</summary>
public static class EmailAddress
{
    /// <summary>RFC 5321, 4.5.3.1.3: a path has 256, two of them angle brackets.</summary>
    public const int MaxLength = 254;

    /// <summary>RFC 5321, 4.5.3.1.1.</summary>
    public const int MaxNameLength = 64;

    /// <param name="text">As typed; spaces around it are forgiven.</param>
    /// <returns>The address, or null when it is none.</returns>
    public static string? Parse(string? text)
    {
        var address = text?.Trim() ?? "";
        var isAddress =
            address.Length <= MaxLength
            && MailAddress.TryCreate(address, out var parsed)
            && parsed.Address == address
            && parsed.User.Length <= MaxNameLength
            && !address.Any(char.IsControl)
            && parsed.Host.Trim('.') == parsed.Host
            && parsed.Host.Contains('.', StringComparison.Ordinal);
        return isAddress ? address : null;
    }
}
