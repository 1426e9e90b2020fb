using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BotStudio.Core.Conversations;

/// <summary>
/// UUID v7 that never go backwards within a process, also many in one millisecond (RFC 9562, 6.2, method 1: a counter after the time). Across
/// processes a conversation is handled by one at a time, so its ids are in order there too.
/// </summary>
public sealed class MessageIds(TimeProvider clock)
{
    private const int CounterBits = 12;

    private long last;

    public Guid Next()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits;
        long previous;
        long next;
        do
        {
            previous = Volatile.Read(ref last);
            next = Math.Max(now, previous + 1);
        } while (Interlocked.CompareExchange(ref last, next, previous) != previous);

        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, next >> CounterBits << 16);
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)(0x7000 | (next & 0xfff)));
        RandomNumberGenerator.Fill(id[8..]);
        id[8] = (byte)(0x80 | (id[8] & 0x3f));
        return new Guid(id, bigEndian: true);
    }

    /// <summary>The least id that a message of this time can have: ids from here on are messages from then on.</summary>
    public static Guid FirstAt(DateTimeOffset time)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, time.ToUnixTimeMilliseconds() << 16);
        return new Guid(id, bigEndian: true);
    }
}
