using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BotStudio.Core.Accounts.External;

/// <summary>Apple's clients prove themselves with a token that they sign anew each time (Sign in with Apple REST API, client secrets).</summary>
internal sealed class AppleSecret(AppleOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public string New()
    {
        var now = clock.GetUtcNow();
        var header = Part(new Dictionary<string, object> { ["alg"] = "ES256", ["kid"] = options.KeyId! });
        var claims = Part(
            new Dictionary<string, object>
            {
                ["iss"] = options.TeamId!,
                ["iat"] = now.ToUnixTimeSeconds(),
                ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
                ["aud"] = options.Authority.AbsoluteUri.TrimEnd('/'),
                ["sub"] = options.ClientId!,
            }
        );
        using var key = AppleOptions.ReadKey(options.PrivateKey!);
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256);
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part(Dictionary<string, object> values) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values));
}
