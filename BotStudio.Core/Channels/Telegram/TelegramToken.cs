using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BotStudio.Core.Channels.Telegram;

/// <summary>A bot's token: the bot's id, a colon and a secret part (<c>123456:AAF-x…</c>).</summary>
public static class TelegramToken
{
    /// <summary>The server refuses longer ones (tdlib/telegram-bot-api, ClientManager.cpp).</summary>
    public const int MaxLength = 80;

    /// <summary>The bot's own id, which stands before the colon; null when the text cannot be a token at all.</summary>
    public static long? BotIdOf([NotNullWhen(true)] string? token)
    {
        if (token is null || token.Length > MaxLength || token.StartsWith('0'))
        {
            return null;
        }

        var colon = token.IndexOf(':');
        if (colon <= 0 || colon == token.Length - 1 || !token.AsSpan(colon + 1).ContainsOnlySecretCharacters())
        {
            return null;
        }

        return long.TryParse(token.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    /// <summary>What may be shown of a token: the bot's id, which is public, and nothing of the secret.</summary>
    public static string Masked(string token) => BotIdOf(token) is { } id ? string.Create(CultureInfo.InvariantCulture, $"{id}:…") : "…";

    private static bool ContainsOnlySecretCharacters(this ReadOnlySpan<char> secret)
    {
        foreach (var character in secret)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not '_' and not '-')
            {
                return false;
            }
        }

        return true;
    }
}
