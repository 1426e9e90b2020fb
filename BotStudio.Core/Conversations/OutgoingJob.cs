using System.Buffers.Binary;

namespace BotStudio.Core.Conversations;

/// <summary>The job that delivers what a turn said; <c>Channels</c> does it. Its payload holds ids only: the texts are the messages' rows.</summary>
/// <param name="PiecesSent">How many pieces of long messages have arrived already, so that a retry goes on after them.</param>
public sealed record OutgoingJob(Guid ConversationId, int PiecesSent, IReadOnlyList<Guid> MessageIds)
{
    public const string Kind = "channels.deliver";

    private const int GuidSize = 16;

    public byte[] ToPayload()
    {
        var payload = new byte[GuidSize + sizeof(int) + (GuidSize * MessageIds.Count)];
        ConversationId.TryWriteBytes(payload);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(GuidSize), PiecesSent);
        for (var i = 0; i < MessageIds.Count; i++)
        {
            MessageIds[i].TryWriteBytes(payload.AsSpan(GuidSize + sizeof(int) + (i * GuidSize)));
        }

        return payload;
    }

    public static OutgoingJob FromPayload(ReadOnlySpan<byte> payload)
    {
        var ids = new Guid[(payload.Length - GuidSize - sizeof(int)) / GuidSize];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = new Guid(payload.Slice(GuidSize + sizeof(int) + (i * GuidSize), GuidSize));
        }

        return new OutgoingJob(new Guid(payload[..GuidSize]), BinaryPrimitives.ReadInt32LittleEndian(payload[GuidSize..]), ids);
    }
}

/// <summary>What the turn leaves in memory for the delivery that follows it at once.</summary>
public sealed record OutgoingHint(ConversationRef Conversation, IReadOnlyList<SpokenMessage> Messages);
