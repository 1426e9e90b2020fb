using System.Security.Cryptography;

namespace BotStudio.Core.Bots.Documents;

/// <summary>Ids of a document's parts (commands, buttons): 12 characters, so that a button's data stays far below Telegram's 64 bytes.</summary>
public static class PartId
{
    public const int MaxLength = 24;

    // No vowels and nothing that looks alike, so that no id spells a word or is misread.
    private const string Alphabet = "bcdfghjkmnpqrstvwxz23456789";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, 12);

    /// <summary>Documents may bring ids of their own: 1 to 24 letters, digits, hyphens or underscores.</summary>
    public static bool IsValid(string? id) =>
        id is { Length: > 0 and <= MaxLength } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
