using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BotStudio.Core.Data;

/// <summary>Seals texts with the key that is kept outside the database: AES-256-GCM, written as <c>sealed:1:(key's mark):(base64url)</c>.</summary>
public sealed class MasterKey
{
    private const string Prefix = "sealed:1:";
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int MarkBytes = 4;

    private readonly byte[] key;
    private readonly string mark;

    public MasterKey(string secret)
    {
        key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), KeyBytes, info: "BotStudio.MasterKey"u8.ToArray());
        mark = Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, MarkBytes));
    }

    public static bool IsSealed(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether this key sealed the text; a guess that tells a wrong key from a damaged text.</summary>
    public bool HasSealed(string text) => text.StartsWith($"{Prefix}{mark}:", StringComparison.Ordinal);

    /// <param name="name">What the text is; it opens only under the same name.</param>
    public string Seal(string name, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var content = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(content.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            content.AsSpan(0, NonceBytes),
            plain,
            content.AsSpan(NonceBytes + TagBytes),
            content.AsSpan(NonceBytes, TagBytes),
            Encoding.UTF8.GetBytes(name)
        );
        return $"{Prefix}{mark}:{Base64Url.EncodeToString(content)}";
    }

    /// <exception cref="CryptographicException">Sealed with another key or under another name, or damaged.</exception>
    public string Open(string name, string sealedText)
    {
        var content = Base64Url.DecodeFromChars(sealedText.AsSpan(sealedText.LastIndexOf(':') + 1));
        var plain = new byte[content.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            content.AsSpan(0, NonceBytes),
            content.AsSpan(NonceBytes + TagBytes),
            content.AsSpan(NonceBytes, TagBytes),
            plain,
            Encoding.UTF8.GetBytes(name)
        );
        return Encoding.UTF8.GetString(plain);
    }
}
