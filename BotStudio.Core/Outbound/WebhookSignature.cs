using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BotStudio.Core.Outbound;

/// <summary>
/// Signs what is sent to owners' addresses as Standard Webhooks says (standardwebhooks.com): with the headers <c>webhook-id</c>,
/// <c>webhook-timestamp</c> (seconds since 1970) and <c>webhook-signature</c>, HMAC-SHA256 of <c>id.timestamp.body</c>.
/// </summary>
public static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";

    /// <summary>Standard Webhooks: 24 to 64 bytes.</summary>
    private const int SecretBytes = 32;

    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <param name="id">The same for each try of one message, so that the other side can tell a repeat.</param>
    /// <param name="secrets">Each signs; the other side accepts the message when one of the signatures is right.</param>
    public static Dictionary<string, string> Headers(string id, DateTimeOffset now, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var signatures = secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), signed)));
        return new Dictionary<string, string>
        {
            ["webhook-id"] = id,
            ["webhook-timestamp"] = timestamp,
            ["webhook-signature"] = string.Join(' ', signatures),
        };
    }

    private static byte[] KeyOf(string secret) => Convert.FromBase64String(secret[SecretPrefix.Length..]);
}
