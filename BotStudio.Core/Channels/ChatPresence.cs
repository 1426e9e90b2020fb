using BotStudio.Core.Conversations;

namespace BotStudio.Core.Channels;

internal sealed class ChatPresence(ChannelTypes channels, LiveConnections connections) : IChatPresence
{
    public async Task ShowTypingAsync(ConversationRef conversation, CancellationToken ct)
    {
        if (await connections.FindAsync(conversation.BotId, conversation.Channel, ct) is { } connection)
        {
            await channels[conversation.Channel].ShowTypingAsync(connection, conversation.Chat, ct);
        }
    }
}
