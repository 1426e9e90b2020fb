using BotStudio.Core.Jobs;
using BotStudio.Core.Notices.Bell;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Notices;

internal static class NoticesFeature
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        services.AddSingleton<NoticeChats>();
        services.AddSingleton<IJobHandler, AnswerConnectNoticeChat>();
        services.AddSingleton<IJobHandler, SayNotice>();
        services.AddSingleton<IJobHandler, NotifyOfForm>();
        services.AddSingleton<ProblemTelling>();
        services.AddSingleton<IJobHandler, TellOfNewProblem>();
        services.AddSingleton<IJobHandler, TellOfEnd>();
        services.AddScoped<ListNoticeChats>();
        services.AddScoped<CreateNoticeCode>();
        services.AddScoped<ChangeNoticeChat>();
        services.AddScoped<RemoveNoticeChat>();
        return services.AddBell();
    }
}
