using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Jobs;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Ai;

public static class AiFeature
{
    public static IServiceCollection AddAi(this IServiceCollection services)
    {
        services.AddOpenAi();
        services.AddSingleton<IAiModel, AiModel>();
        services.AddSingleton<AskModel>();
        services.AddSingleton<TranslateTexts>();
        services.AddSingleton<IJobHandler, AnswerWithAi>();
        return services;
    }

    private static void AddOpenAi(this IServiceCollection services)
    {
        // Requests and answers are the contacts' words and the header is the key: the factory's own logging stays off.
        services
            .AddHttpClient(OpenAiChatClient.HttpClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) => Tune(handler))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.AddSingleton<IChatClient>(all =>
            ActivatorUtilities.CreateInstance<OpenAiChatClient>(
                all,
                all.GetRequiredService<IHttpClientFactory>().CreateClient(OpenAiChatClient.HttpClientName)
            )
        );
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
