using BotStudio.Core.Accounts.Departure;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Pages;
using BotStudio.Core.Bots.Translations;
using BotStudio.Core.Bots.Versions;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Bots;

internal static class BotsFeature
{
    public static IServiceCollection AddBots(this IServiceCollection services)
    {
        services.AddSingleton<LiveVersions>();
        services.AddSingleton<LiveSnapshots>();
        services.AddSingleton<BotProblems>();
        services.AddSingleton<CheckDocument>();
        services.AddSingleton<DiffTexts>();
        services.AddSingleton<TextLabels>();
        services.AddScoped<CreateBot>();
        services.AddScoped<ListBots>();
        services.AddScoped<FindBot>();
        services.AddScoped<OpenDraft>();
        services.AddScoped<SaveDraft>();
        services.AddScoped<PublishBot>();
        services.AddScoped<RollBack>();
        services.AddScoped<ListVersions>();
        services.AddScoped<OpenVersion>();
        services.AddScoped<DescribeVersion>();
        services.AddScoped<EditVersion>();
        services.AddScoped<DeleteBot>();
        services.AddScoped<SaveBotPage>();
        services.AddScoped<ReadBotPage>();
        services.AddScoped<RemoveBotPage>();
        services.AddSingleton<FindBotPage>();
        services.AddSingleton<IHoldsUserData, BotsOfUser>();
        services.AddScoped<UploadFile>();
        services.AddScoped<RenameBot>();
        services.AddScoped<DuplicateBot>();
        services.AddScoped<ExportBot>();
        services.AddScoped<PackFiles>();
        services.AddScoped<UnpackFiles>();
        services.AddScoped<ImportBot>();
        services.AddScoped<ImportDraft>();
        return services;
    }
}
