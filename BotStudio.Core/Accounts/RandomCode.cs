using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BotStudio.Core.Accounts;

/// <summary>A secret that is handed out once and kept as a hash: 256 random bits need no slow hash and no salt.</summary>
internal static class RandomCode
{
    private const int Bytes = 32;

    /// <summary>43 characters, safe in an address.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>SHA-256, as stored.</summary>
    public static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
