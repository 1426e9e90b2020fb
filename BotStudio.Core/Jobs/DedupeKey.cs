using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BotStudio.Core.Jobs;

/// <summary>128-bit keys under which a repeat is recognised.</summary>
public static class DedupeKey
{
    /// <summary>
    /// For senders that number their messages: the numbers of one source stay next to each other in the index. 64 bits of the source's id keep
    /// sources apart.
    /// </summary>
    public static Guid Of(Guid source, long number)
    {
        Span<byte> key = stackalloc byte[16];
        Span<byte> sourceBytes = stackalloc byte[16];
        source.TryWriteBytes(sourceBytes, bigEndian: true, out _);
        sourceBytes[8..].CopyTo(key);
        BinaryPrimitives.WriteInt64BigEndian(key[8..], number);
        return new Guid(key, bigEndian: true);
    }

    /// <summary>For anything else that has a name, such as a schedule and its fire time.</summary>
    public static Guid Of(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16), bigEndian: true);
}
