namespace BotStudio.Core.Channels;

/// <summary>Every channel by its name. A new channel is one registration of <see cref="IChannel"/>.</summary>
public sealed class ChannelTypes(IEnumerable<IChannel> channels)
{
    private readonly Dictionary<string, IChannel> byName = channels.ToDictionary(channel => channel.Name);

    public IChannel this[string name] => byName[name];

    /// <summary>The channel as which previews and the simulator show what a bot says: the first one registered.</summary>
    public IChannel ForPreview => byName.Values.First();
}
