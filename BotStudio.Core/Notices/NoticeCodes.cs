using System.Security.Cryptography;
using System.Text;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Notices;

/// <summary>
/// Codes that connect a chat: <c>/connect ABCDEFGHJK</c>, or the same by a link as <c>/start connect_ABCDEFGHJK</c>. The last two characters
/// follow from the others, so nothing that a contact writes is taken for one.
/// </summary>
public static class NoticeCodes
{
    public const string LinkPrefix = "connect_";

    private const string Command = "connect";
    private const int RandomLength = 8;

    /// <summary>32 characters that nobody mixes up: without I, O, 0 and 1.</summary>
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static string New()
    {
        var random = RandomNumberGenerator.GetString(Alphabet, RandomLength);
        return random + CheckOf(random);
    }

    /// <summary>The code that the message is there for; null when it is a message like any other.</summary>
    public static string? In(IncomingMessage message) =>
        message.CommandName switch
        {
            Command => Read(message.CommandArguments),
            "start" when message.CommandArguments.StartsWith(LinkPrefix, StringComparison.Ordinal) => Read(
                message.CommandArguments[LinkPrefix.Length..]
            ),
            _ => null,
        };

    private static string? Read(string text)
    {
        if (text.Length != RandomLength + 2)
        {
            return null;
        }

        var code = text.ToUpperInvariant();
        return code[RandomLength..] == CheckOf(code[..RandomLength]) ? code : null;
    }

    private static string CheckOf(string random)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(random));
        return $"{Alphabet[hash[0] % Alphabet.Length]}{Alphabet[hash[1] % Alphabet.Length]}";
    }
}

/// <summary>Whoever sent the code wants this chat to be connected. Whether the code is good is looked up outside of the engine.</summary>
public sealed record ConnectNoticeChat(string Code) : Question
{
    public const string Kind = "notices.connect";

    public override string JobKind => Kind;
}
