using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BotStudio.Core.Accounts.External;

/// <summary>
/// A provider's signed word on who somebody is (OpenID Connect Core 1.0, 3.1.3.7). Only RS256 and ES256 count: no unsigned token, and none signed
/// with a secret that the provider shares with its clients.
/// </summary>
internal static class IdToken
{
    /// <summary>Clocks differ.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <returns>Id of the key that it claims to be signed with; null when it is no token.</returns>
    public static string? KeyIdOf(string token) =>
        token.Split('.') is [var header, _, _] && Parse(header) is { } read ? TextOf(read, "kid") ?? "" : null;

    /// <returns>What it says; null for a token that is forged, for somebody else, from somebody else, out of date, or not an answer to our question.</returns>
    public static JsonElement? Verify(string token, JsonElement key, TokenRules rules)
    {
        if (
            token.Split('.') is not [var header, var claims, var signature]
            || Parse(header) is not { } head
            || Parse(claims) is not { } said
            || !Base64Url.IsValid(signature)
        )
        {
            return null;
        }

        var signed = Encoding.ASCII.GetBytes($"{header}.{claims}");
        return IsSigned(TextOf(head, "alg"), key, signed, Base64Url.DecodeFromChars(signature)) && Holds(said, rules) ? said : null;
    }

    private static bool IsSigned(string? algorithm, JsonElement key, byte[] signed, byte[] signature)
    {
        // The key decides, not the token: a token that says "none" or HS256 finds nothing here.
        switch (algorithm, TextOf(key, "kty"))
        {
            case ("RS256", "RSA"):
                using (var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") }))
                {
                    return rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                }

            case ("ES256", "EC") when TextOf(key, "crv") == "P-256":
                var point = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") };
                using (var curve = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point }))
                {
                    return curve.VerifyData(signed, signature, HashAlgorithmName.SHA256);
                }

            default:
                return false;
        }
    }

    private static bool Holds(JsonElement said, TokenRules rules) =>
        TextOf(said, "iss") == rules.Issuer
        && IsFor(said, rules.ClientId)
        && TextOf(said, "nonce") == rules.Nonce
        && NumberOf(said, "exp") is { } expires
        && DateTimeOffset.FromUnixTimeSeconds(expires) + Slack > rules.Now
        && NumberOf(said, "iat") is { } issued
        && DateTimeOffset.FromUnixTimeSeconds(issued) - Slack <= rules.Now;

    private static bool IsFor(JsonElement said, string clientId)
    {
        if (!said.TryGetProperty("aud", out var audience))
        {
            return false;
        }

        if (audience.ValueKind != JsonValueKind.Array)
        {
            return audience.ValueKind == JsonValueKind.String && audience.GetString() == clientId;
        }

        var all = audience.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.String).Select(each => each.GetString()).ToList();
        return all.Contains(clientId) && (all.Count == 1 || TextOf(said, "azp") == clientId);
    }

    internal static string? TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    private static long? NumberOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var number)
        && number is > 0 and < 253402300800
            ? number
            : null;

    private static byte[] Bytes(JsonElement key, string name) =>
        TextOf(key, name) is { } text && Base64Url.IsValid(text)
            ? Base64Url.DecodeFromChars(text)
            : throw new CryptographicException("The key is broken.");

    private static JsonElement? Parse(string part)
    {
        if (!Base64Url.IsValid(part))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a token has to say to count.</summary>
/// <param name="Nonce">Of the question that it answers.</param>
internal sealed record TokenRules(string Issuer, string ClientId, string Nonce, DateTimeOffset Now);
