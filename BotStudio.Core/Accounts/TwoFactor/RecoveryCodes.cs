using System.Security.Cryptography;

namespace BotStudio.Core.Accounts.TwoFactor;

/// <summary>How recovery codes look: <c>k3vx-9wpd-…</c>, 80 random bits, without characters that are mistaken for each other.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;

    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
    private const int Groups = 4;
    private const int GroupLength = 4;

    public static IReadOnlyList<string> New() =>
        [
            .. Enumerable
                .Range(0, Count)
                .Select(_ =>
                    string.Join(
                        '-',
                        RandomNumberGenerator.GetString(Alphabet, Groups * GroupLength).Chunk(GroupLength).Select(part => new string(part))
                    )
                ),
        ];

    /// <returns>The code as typed, without spaces and dashes; null for what cannot be one.</returns>
    public static string? Clean(string? typed)
    {
        var clean = string.Concat((typed ?? "").Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return clean.Length == Groups * GroupLength ? clean : null;
    }

    public static byte[] Hash(Guid userId, string clean) => RandomCode.Hash($"{userId:n}{clean}");
}
