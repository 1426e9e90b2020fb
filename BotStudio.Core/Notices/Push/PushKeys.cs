using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BotStudio.Core.Data;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Notices.Push;

/// <summary>The key by which browsers' makers know this installation, made when the first browser asks; and what it signs (VAPID, RFC 8292).</summary>
public sealed class PushKeys(PlatformDb platformDb, SecretText secrets, IOptions<SiteOptions> site, TimeProvider clock)
{
    /// <summary>Not more than a day.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(12);

    private byte[]? known;

    /// <returns>What a browser is told when it subscribes: the public key, Base64 for addresses.</returns>
    public async Task<string> PublicKeyAsync(CancellationToken ct)
    {
        using var key = await OpenAsync(ct);
        return PublicKeyOf(key);
    }

    /// <returns>The header <c>Authorization</c> for a message to that address.</returns>
    public async Task<string> AuthorizeAsync(Uri endpoint, CancellationToken ct)
    {
        using var key = await OpenAsync(ct);
        var header = Part(new Dictionary<string, object> { ["typ"] = "JWT", ["alg"] = "ES256" });
        var claims = Part(
            new Dictionary<string, object>
            {
                ["aud"] = endpoint.GetLeftPart(UriPartial.Authority),
                ["exp"] = (clock.GetUtcNow() + GoodFor).ToUnixTimeSeconds(),
                ["sub"] = site.Value.PublicUrl?.AbsoluteUri ?? "mailto:push@localhost",
            }
        );
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256);
        return $"vapid t={header}.{claims}.{Base64Url.EncodeToString(signature)}, k={PublicKeyOf(key)}";
    }

    private async Task<ECDsa> OpenAsync(CancellationToken ct)
    {
        var bytes = known ??= await ReadAsync(ct);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(bytes, out _);
        return key;
    }

    private async Task<byte[]> ReadAsync(CancellationToken ct)
    {
        await using var db = platformDb.Open();
        if (!await db.PushKeys.AnyAsync(ct))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var sealedKey = secrets.Seal(Convert.ToBase64String(made.ExportPkcs8PrivateKey()));
            // Two processes may ask at once: the first one's stays.
            await db.Database.ExecuteSqlAsync(
                $"insert into push_keys (id, sealed_key, created_at) values (1, {sealedKey}, {clock.GetUtcNow()}) on conflict do nothing",
                ct
            );
        }

        return Convert.FromBase64String(secrets.Open(await db.PushKeys.Select(k => k.SealedKey).SingleAsync(ct)));
    }

    private static string PublicKeyOf(ECDsa key) =>
        Base64Url.EncodeToString(PushEncryption.PointOf(key.ExportParameters(includePrivateParameters: false).Q));

    private static string Part(Dictionary<string, object> values) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values));
}
