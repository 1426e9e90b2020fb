using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BotStudio.Core.Notices.Push;

/// <summary>
/// Encrypts a message for one browser, so that its maker, who carries it, cannot read it (RFC 8291, with the content coding aes128gcm of RFC 8188).
/// </summary>
public static class PushEncryption
{
    /// <summary>An uncompressed point on P-256.</summary>
    public const int PublicKeyBytes = 65;

    public const int SecretBytes = 16;

    /// <summary>Browsers' makers take 4096 bytes in all.</summary>
    public const int MostPlainBytes = 3500;

    private const int SaltBytes = 16;
    private const int TagBytes = 16;
    private const int RecordBytes = 4096;

    public static byte[] Encrypt(ReadOnlySpan<byte> plain, byte[] browserKey, byte[] secret)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(plain, browserKey, secret, sender, RandomNumberGenerator.GetBytes(SaltBytes));
    }

    /// <summary>With a key and a salt that are used once.</summary>
    internal static byte[] Encrypt(ReadOnlySpan<byte> plain, byte[] browserKey, byte[] secret, ECDiffieHellman sender, byte[] salt)
    {
        var senderKey = PointOf(sender.ExportParameters(includePrivateParameters: false).Q);
        using var browser = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = ReadPoint(browserKey) });
        var shared = sender.DeriveRawSecretAgreement(browser.PublicKey);
        byte[] about = [.. Encoding.ASCII.GetBytes("WebPush: info\0"), .. browserKey, .. senderKey];
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, secret, about);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 16, salt, Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm\0"));
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 12, salt, Encoding.ASCII.GetBytes("Content-Encoding: nonce\0"));

        // The only record, hence the last one: 2 ends it.
        byte[] record = [.. plain, 2];
        var head = SaltBytes + sizeof(uint) + 1 + PublicKeyBytes;
        var message = new byte[head + record.Length + TagBytes];
        salt.CopyTo(message, 0);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(SaltBytes), RecordBytes);
        message[SaltBytes + sizeof(uint)] = PublicKeyBytes;
        senderKey.CopyTo(message, SaltBytes + sizeof(uint) + 1);
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(nonce, record, message.AsSpan(head, record.Length), message.AsSpan(head + record.Length));
        return message;
    }

    public static byte[] PointOf(ECPoint point) => [4, .. point.X!, .. point.Y!];

    /// <summary>Whether somebody could have the key to it.</summary>
    public static bool IsPoint(byte[] bytes)
    {
        if (bytes.Length != PublicKeyBytes || bytes[0] != 4)
        {
            return false;
        }

        try
        {
            using var _ = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = ReadPoint(bytes) });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static ECPoint ReadPoint(byte[] bytes) => new() { X = bytes[1..33], Y = bytes[33..] };
}
