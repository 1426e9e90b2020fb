using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Notices.Push;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Notices.Bell;

internal static class BellFeature
{
    public static IServiceCollection AddBell(this IServiceCollection services)
    {
        services.AddSingleton<NotifyMembers>();
        services.AddSingleton<IJobHandler, TellOfTeam>();
        services.AddSingleton<IHoldsContactData, HeldNotices>();
        services.AddSingleton<IJobHandler, TellOfHumanWanted>();
        services.AddSingleton<IJobHandler, TellOfEntry>();
        services.AddSingleton<IJobHandler, TellOfArrival>();
        services.AddSingleton<PushKeys>();
        services.AddSingleton<IJobHandler, SendPush>();
        services.AddScoped<KeepPushSubscription>();
        services.AddScoped<RemovePushSubscription>();
        services.AddScoped<FindPushSubscription>();
        services.AddScoped<ReadBell>();
        services.AddScoped<CountBell>();
        services.AddScoped<MarkBellRead>();
        services.AddScoped<ListNoticeWishes>();
        services.AddScoped<ChangeNoticeWish>();
        services.AddHostedService<ForgetBell>();
        return services;
    }
}
