using System.Buffers.Binary;
using System.Buffers.Text;

namespace BotStudio.Core.Outcomes;

/// <summary>A part of a list that may be long.</summary>
/// <param name="Next">Where the following part begins; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, PageStart? Next)
{
    public const int DefaultSize = 50;
    public const int MaxSize = 200;

    /// <summary>Of one row more than was asked for, the last one only tells that there is more.</summary>
    internal static Page<T> From(List<T> rows, int size, Func<T, PageStart> startAfter) =>
        rows.Count <= size ? new Page<T>(rows, null) : new Page<T>(rows[..size], startAfter(rows[size - 1]));
}

/// <summary>A place in a list that is ordered by time, then by id. It stays right while rows come and go around it.</summary>
/// <param name="At">Kept to the microsecond, as PostgreSQL keeps it.</param>
public sealed record PageStart(DateTimeOffset At, Guid Id)
{
    private const int Size = sizeof(long) + 16;

    /// <summary>As the API hands it out: opaque, safe in an address.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, At.UtcTicks);
        Id.TryWriteBytes(bytes[sizeof(long)..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <returns>Null for a text that <see cref="ToString"/> did not make.</returns>
    public static PageStart? Parse(string? text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (
            string.IsNullOrEmpty(text)
            || text.Length > Size * 2
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var length)
            || length != Size
        )
        {
            return null;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new PageStart(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[sizeof(long)..], bigEndian: true))
            : null;
    }
}
