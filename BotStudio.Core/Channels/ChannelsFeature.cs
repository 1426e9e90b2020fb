using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Bursts;
using BotStudio.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Channels;

internal static class ChannelsFeature
{
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddSingleton<ChannelTypes>();
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<AcceptUpdate>();
        services.AddSingleton<OutgoingMessages>();
        services.AddSingleton<DeliveryCommit>();
        services.AddSingleton<IChatPresence, ChatPresence>();
        services.AddSingleton<IWaitingMessages, WaitingMessages>();
        services.AddSingleton<KeepSentFile>();
        services.AddSingleton<ISentFiles>(all => all.GetRequiredService<KeepSentFile>());
        services.AddSingleton<Albums>();
        services.AddSingleton<IJobHandler, DeliverMessage>();
        services.AddSingleton<IJobHandler, FetchFile>();
        services.AddScoped<DisconnectBot>();
        services.AddScoped<IBeforeAccountGoes, DisconnectAll>();
        return services;
    }

    /// <summary>A channel and the job that receives from it.</summary>
    public static IServiceCollection AddChannel<TChannel>(this IServiceCollection services)
        where TChannel : class, IChannel
    {
        services.AddSingleton<TChannel>();
        services.AddSingleton<IChannel>(provider => provider.GetRequiredService<TChannel>());
        services.AddSingleton<IJobHandler>(provider =>
            ActivatorUtilities.CreateInstance<ReceiveUpdates>(provider, provider.GetRequiredService<TChannel>())
        );
        return services;
    }
}
