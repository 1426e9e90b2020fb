using BotStudio.Core.Accounts;
using BotStudio.Core.Ai;
using BotStudio.Core.Channels;
using BotStudio.Core.Simulator;

namespace BotStudio.Web.Simulator;

/// <summary>The chats that one circuit has begun: coming back to a simulator finds the chat as it was left.</summary>
public sealed class SimulatedChats(Simulate simulate, CurrentAccount account, ChannelTypes channels, TimeProvider clock) : IDisposable
{
    private readonly Dictionary<Guid, SimulatedChat> chats = [];

    public SimulatedChat Of(Guid botId)
    {
        if (!chats.TryGetValue(botId, out var chat))
        {
            chats.Add(botId, chat = new SimulatedChat(simulate, new AiCaller(account.Id, botId), channels.ForPreview, clock));
        }

        return chat;
    }

    public void Dispose()
    {
        foreach (var chat in chats.Values)
        {
            chat.Dispose();
        }
    }
}
