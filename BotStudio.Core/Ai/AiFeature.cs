using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.KeptAnswers;
using BotStudio.Core.Ai.Keys;
using BotStudio.Core.Ai.Media;
using BotStudio.Core.Ai.Models;
using BotStudio.Core.Ai.Safety;
using BotStudio.Core.Ai.Streaming;
using BotStudio.Core.Ai.Summaries;
using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Jobs;
using BotStudio.Core.Outbound;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Ai;

public static class AiFeature
{
    public static IServiceCollection AddAi(this IServiceCollection services)
    {
        services.AddConnections();
        services.AddSingleton<IAiModel, AiModel>();
        services.AddSingleton<AskModel>();
        services.AddSingleton<CallTool>();
        services.AddSingleton<UseTools>();
        services.AddSingleton<TranslateTexts>();
        services.AddSingleton<FindRoute>();
        services.AddSingleton<RunningAnswers>();
        services.AddSingleton<AskInChat>();
        services.AddModels();
        services.AddKeys();
        services.AddUsage();
        services.AddBudgets();
        services.AddSingleton<IJobHandler, AnswerWithAi>();
        services.AddSingleton<BeforeAsking>();
        services.AddSafety();
        services.AddMedia();
        services.AddSingleton<IJobHandler, SummarizeConversation>();
        return services;
    }

    private static void AddSafety(this IServiceCollection services)
    {
        services.AddSingleton<Moderate>();
        services.AddSingleton<Guard>();
        services.AddSingleton<ContactPaces>();
        services.AddSingleton<FindKeptAnswer>();
        services.AddScoped<CountKeptAnswers>();
        services.AddScoped<ForgetKeptAnswers>();
    }

    private static void AddMedia(this IServiceCollection services)
    {
        services.AddSingleton<SeenMedia>();
        services.AddSingleton<TakeInMedia>();
        services.AddSingleton<WriteDownVoice>();
        services.AddSingleton<IJobHandler, ReadMedia>();
    }

    private static void AddModels(this IServiceCollection services)
    {
        services.AddSingleton<LiveModels>();
        services.AddSingleton<FindModel>();
        services.AddSingleton<SeedModels>();
        services.AddHostedService(all => all.GetRequiredService<SeedModels>());
        services.AddScoped<OfferModels>();
        services.AddScoped<ListWarnings>();
        services.AddScoped<ListModels>();
        services.AddScoped<SaveModel>();
        services.AddScoped<RemoveModel>();
    }

    private static void AddKeys(this IServiceCollection services)
    {
        services.AddSingleton<LiveKeys>();
        services.AddSingleton<RefusedKeys>();
        services.AddSingleton<ChangedKeys>();
        services.AddSingleton<TryKey>();
        services.AddScoped<ListAiKeys>();
        services.AddScoped<SetAiKey>();
        services.AddScoped<CheckAiKey>();
        services.AddScoped<RemoveAiKey>();
        services.AddScoped<ChooseStandardModel>();
    }

    private static void AddUsage(this IServiceCollection services)
    {
        services.AddSingleton<UsageLog>();
        services.AddSingleton<RollUpUsage>();
        services.AddHostedService(all => all.GetRequiredService<RollUpUsage>());
        services.AddScoped<ReadUsage>();
    }

    private static void AddBudgets(this IServiceCollection services)
    {
        services.AddSingleton<LiveBudgets>();
        services.AddSingleton<TakeFromBudgets>();
        services.AddSingleton<SettleBudgets>();
        services.AddHostedService(all => all.GetRequiredService<SettleBudgets>());
        services.AddSingleton<IJobHandler, TellOfBudget>();
        services.AddScoped<ListBudgets>();
        services.AddScoped<SaveBudget>();
        services.AddScoped<RemoveBudget>();
    }

    private static void AddConnections(this IServiceCollection services)
    {
        // Requests and answers are the contacts' words and the header is the key: the factory's own logging stays off.
        services
            .AddHttpClient(AiConnections.PlatformHttp, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) => Tune(handler))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services
            .AddHttpClient(AiConnections.OwnersHttp, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, all) => Guard(handler, all.GetRequiredService<OutboundHttp>()))
            .AddHttpMessageHandler(() => new AnswerLimit())
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.AddSingleton<AiConnections>();
    }

    private static void Guard(SocketsHttpHandler handler, OutboundHttp outbound)
    {
        Tune(handler);
        handler.ConnectCallback = outbound.ConnectAsync;
        // A name may have moved elsewhere since it was checked.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(1);
        handler.UseProxy = false;
        handler.ActivityHeadersPropagator = null;
    }

    /// <summary>One handler for good: as many connections as there are questions waiting, given up when idle, renewed to follow DNS.</summary>
    private static void Tune(SocketsHttpHandler handler)
    {
        handler.MaxConnectionsPerServer = int.MaxValue;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30);
        handler.ConnectTimeout = TimeSpan.FromSeconds(10);
        handler.UseCookies = false;
        // A redirect would turn the question into a GET, or hand the key to another host.
        handler.AllowAutoRedirect = false;
    }
}
