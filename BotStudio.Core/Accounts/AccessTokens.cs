using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace BotStudio.Core.Accounts;

/// <summary>
/// Access tokens of the API: opaque to clients, sealed with the data-protection keys, naming nothing but a <see cref="Session"/> and a time.
/// </summary>
public sealed class AccessTokens(IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const int GuidBytes = 16;

    /// <summary>Far longer than a token ever is; nothing longer is looked at.</summary>
    private const int MaxLength = 1000;

    private readonly IDataProtector protector = protection.CreateProtector("BotStudio.AccessToken.v1");

    public string Issue(Guid sessionId)
    {
        Span<byte> content = stackalloc byte[GuidBytes + sizeof(long)];
        sessionId.TryWriteBytes(content);
        BinaryPrimitives.WriteInt64LittleEndian(content[GuidBytes..], (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        return Base64Url.EncodeToString(protector.Protect(content.ToArray()));
    }

    /// <returns>The session, or null for a token that is forged, broken or out of date.</returns>
    public Guid? Open(string token)
    {
        if (token.Length > MaxLength || !Base64Url.IsValid(token))
        {
            return null;
        }

        try
        {
            var content = protector.Unprotect(Base64Url.DecodeFromChars(token)).AsSpan();
            var expiresAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(content[GuidBytes..]));
            return expiresAt > clock.GetUtcNow() ? new Guid(content[..GuidBytes]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
