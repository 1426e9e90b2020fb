using System.Text.Json;
using BotStudio.Core.Jobs;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>The job that fetches what a message carries from its channel and keeps it; <c>Channels</c> does it. It holds up no answer.</summary>
public sealed record FetchFileJob(Guid ConversationId, Guid MessageId)
{
    public const string Kind = "channels.fetch_file";

    /// <summary>For a message whose media the channel hands out; null for any other.</summary>
    public static LaterJob? For(ConversationRef conversation, Guid messageId, MessageMedia? media) =>
        media is { ExternalId: not null, Problem: null }
            ? new LaterJob(
                new NewJob(conversation.AccountId, Kind, new FetchFileJob(conversation.Id, messageId).ToPayload())
                {
                    SubjectId = conversation.BotId,
                }
            )
            : null;

    public byte[] ToPayload() => JsonSerializer.SerializeToUtf8Bytes(this, ConversationJson.Default.FetchFileJob);

    public static FetchFileJob FromPayload(byte[] payload) => JsonSerializer.Deserialize(payload, ConversationJson.Default.FetchFileJob)!;
}
