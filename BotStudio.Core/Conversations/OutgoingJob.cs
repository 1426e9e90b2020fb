using System.Buffers.Binary;
using System.Text;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Conversations;

/// <summary>The job that delivers what a turn said; <c>Channels</c> does it. Its payload holds ids only: the texts are the messages' rows.</summary>
/// <param name="PiecesSent">How many pieces of long messages have arrived already, so that a retry goes on after them.</param>
public sealed record OutgoingJob(Guid ConversationId, int PiecesSent, IReadOnlyList<Guid> MessageIds)
{
    public const string Kind = "channels.deliver";

    private const int GuidSize = 16;
    private const int HeadSize = GuidSize + sizeof(int) + sizeof(ushort);

    /// <summary>See <see cref="OutgoingMessage.ReplyToExternalId"/>.</summary>
    public string? ReplyToExternalId { get; init; }

    public byte[] ToPayload()
    {
        var idsEnd = HeadSize + (GuidSize * MessageIds.Count);
        var payload = new byte[idsEnd + Encoding.UTF8.GetByteCount(ReplyToExternalId ?? "")];
        ConversationId.TryWriteBytes(payload);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(GuidSize), PiecesSent);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(GuidSize + sizeof(int)), checked((ushort)MessageIds.Count));
        for (var i = 0; i < MessageIds.Count; i++)
        {
            MessageIds[i].TryWriteBytes(payload.AsSpan(HeadSize + (i * GuidSize)));
        }

        Encoding.UTF8.GetBytes(ReplyToExternalId ?? "", payload.AsSpan(idsEnd));
        return payload;
    }

    public static OutgoingJob FromPayload(ReadOnlySpan<byte> payload)
    {
        var ids = new Guid[BinaryPrimitives.ReadUInt16LittleEndian(payload[(GuidSize + sizeof(int))..])];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = new Guid(payload.Slice(HeadSize + (i * GuidSize), GuidSize));
        }

        var replyTo = payload[(HeadSize + (ids.Length * GuidSize))..];
        return new OutgoingJob(new Guid(payload[..GuidSize]), BinaryPrimitives.ReadInt32LittleEndian(payload[GuidSize..]), ids)
        {
            ReplyToExternalId = replyTo.IsEmpty ? null : Encoding.UTF8.GetString(replyTo),
        };
    }
}

/// <summary>What the turn leaves in memory for the delivery that follows it at once.</summary>
public sealed record OutgoingHint(ConversationRef Conversation, IReadOnlyList<SpokenMessage> Messages);
