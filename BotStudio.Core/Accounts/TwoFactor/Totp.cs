using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BotStudio.Core.Accounts.TwoFactor;

/// <summary>Codes of six digits that change every half minute (RFC 6238 with SHA-1, which is what all authenticator apps speak).</summary>
public static class Totp
{
    public const int Digits = 6;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int SecretBytes = 20;
    private const int StepSeconds = 30;

    /// <summary>Clocks of phones differ: one step before and one after count too.</summary>
    private const int Slack = 1;

    /// <returns>32 characters of base 32, to be typed where no camera is.</returns>
    public static string NewSecret() => Encode(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>What the QR code says.</summary>
    public static Uri UriOf(string secret, string email) =>
        new(
            $"otpauth://totp/BotStudio:{Uri.EscapeDataString(email)}?secret={secret}&issuer=BotStudio&digits={Digits}&period={StepSeconds}"
        );

    public static bool IsSecret(string? secret) => secret is { Length: SecretBytes * 8 / 5 } && secret.All(Base32.Contains);

    /// <summary>The code of a moment.</summary>
    public static string CodeAt(string secret, DateTimeOffset now) => CodeOf(secret, StepOf(now));

    /// <returns>The step that the code belongs to; null when it is wrong or was taken before.</returns>
    public static long? StepOfCode(string secret, string? code, DateTimeOffset now, long lastStep)
    {
        var typed = Encoding.ASCII.GetBytes(string.Concat((code ?? "").Where(char.IsAsciiDigit)));
        long? found = null;
        for (var step = StepOf(now) - Slack; step <= StepOf(now) + Slack; step++)
        {
            // All of them are computed and compared, right or wrong.
            if (CryptographicOperations.FixedTimeEquals(typed, Encoding.ASCII.GetBytes(CodeOf(secret, step))) && step > lastStep)
            {
                found = step;
            }
        }

        return found;
    }

    private static long StepOf(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    private static string CodeOf(string secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The standard asks for SHA-1, and an HMAC with it is sound.
        HMACSHA1.HashData(Decode(secret), counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static string Encode(byte[] bytes)
    {
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var each in bytes)
        {
            (buffer, bits) = ((buffer << 8) | each, bits + 8);
            for (; bits >= 5; bits -= 5)
            {
                text.Append(Base32[(buffer >> (bits - 5)) & 31]);
            }
        }

        return text.ToString();
    }

    private static byte[] Decode(string secret)
    {
        var bytes = new List<byte>();
        var (buffer, bits) = (0, 0);
        foreach (var each in secret)
        {
            (buffer, bits) = ((buffer << 5) | Base32.IndexOf(each, StringComparison.Ordinal), bits + 5);
            if (bits >= 8)
            {
                bytes.Add((byte)(buffer >> (bits - 8)));
                bits -= 8;
            }
        }

        return [.. bytes];
    }
}
