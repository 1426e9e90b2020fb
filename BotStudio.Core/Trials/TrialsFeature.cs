using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Trials.Questions;
using BotStudio.Core.Trials.Replays;
using BotStudio.Core.Trials.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Trials;

public static class TrialsFeature
{
    public static IServiceCollection AddTrials(this IServiceCollection services)
    {
        services.AddSingleton<Rehearse>();
        services.AddSingleton<RunningTrials>();
        services.AddScoped<TryMessages>();
        services.AddQuestions();
        services.AddReplays();
        return services;
    }

    private static void AddQuestions(this IServiceCollection services)
    {
        services.AddScoped<ListTestQuestions>();
        services.AddScoped<SaveTestQuestion>();
        services.AddScoped<DeleteTestQuestion>();
        services.AddScoped<MoveTestQuestion>();
        services.AddScoped<ChooseTestSettings>();
        services.AddScoped<StartTests>();
        services.AddScoped<StopTests>();
        services.AddScoped<ListTestRuns>();
        services.AddScoped<OpenTestRun>();
        services.AddSingleton<JudgeAnswer>();
        services.AddSingleton<IJobHandler, RunTests>();
        services.AddScoped<IPublishGate, PublishNeedsTests>();
    }

    private static void AddReplays(this IServiceCollection services)
    {
        services.AddScoped<ListReplayable>();
        services.AddScoped<PlanReplay>();
        services.AddScoped<StartReplay>();
        services.AddScoped<StopReplay>();
        services.AddScoped<DeleteReplay>();
        services.AddScoped<ListReplays>();
        services.AddScoped<OpenReplay>();
        services.AddSingleton<IJobHandler, RunReplay>();
        services.AddSingleton<IHoldsContactData, HeldReplays>();
        services.AddHostedService<ForgetReplays>();
    }
}
