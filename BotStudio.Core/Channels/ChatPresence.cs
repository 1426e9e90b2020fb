using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

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

    public bool ShowsDrafts(ConversationRef conversation) => channels[conversation.Channel].ShowsDrafts(conversation.Chat);

    public async Task<DraftShown> ShowDraftAsync(ConversationRef conversation, Draft draft, CancellationToken ct) =>
        await connections.FindAsync(conversation.BotId, conversation.Channel, ct) is { } connection
            ? await channels[conversation.Channel].ShowDraftAsync(connection, conversation.Chat, draft, ct)
            : DraftShown.Never;
}
