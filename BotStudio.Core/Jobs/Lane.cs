using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BotStudio.Core.Jobs;

/// <summary>
/// Names of lanes, hashed to 64 bits: small in the index. Two lanes that share a hash are only kept in order with each other.
/// </summary>
public static class Lane
{
    /// <summary>What a chat sends to a bot.</summary>
    public static long Incoming(Guid botId, string chatId) => Of('i', botId, chatId);

    /// <summary>What a bot sends to a chat.</summary>
    public static long Outgoing(Guid botId, string chatId) => Of('o', botId, chatId);

    /// <summary>Work on a bot itself, such as telling Telegram its commands.</summary>
    public static long Bot(Guid botId) => Of('b', botId, "");

    /// <summary>The summary of a conversation: one at a time.</summary>
    public static long Summary(Guid conversationId) => Of('s', conversationId, "");

    /// <summary>What is said in a connected chat and may be changed later.</summary>
    public static long Notices(Guid chatId) => Of('n', chatId, "");

    private static long Of(char kind, Guid id, string rest)
    {
        Span<byte> name = stackalloc byte[17 + Encoding.UTF8.GetMaxByteCount(rest.Length)];
        name[0] = (byte)kind;
        id.TryWriteBytes(name[1..]);
        var length = 17 + Encoding.UTF8.GetBytes(rest, name[17..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name[..length], hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
