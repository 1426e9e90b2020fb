using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.External;
using BotStudio.Core.Admin;
using BotStudio.Core.Ai;
using BotStudio.Core.Audit;
using BotStudio.Core.Billing;
using BotStudio.Core.Billing.Paddle;
using BotStudio.Core.Bots;
using BotStudio.Core.Channels;
using BotStudio.Core.Channels.Telegram;
using BotStudio.Core.Contacts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Files;
using BotStudio.Core.Forms;
using BotStudio.Core.Jobs;
using BotStudio.Core.Leads;
using BotStudio.Core.Mail;
using BotStudio.Core.Notices;
using BotStudio.Core.Outbound;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Settings;
using BotStudio.Core.Simulator;
using BotStudio.Core.Tools;
using BotStudio.Core.Trials;
using BotStudio.Core.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BotStudio.Core;

/// <summary>The table of contents of Core: one line a feature.</summary>
public static class CoreServices
{
    public static IServiceCollection AddBotStudioCore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddLocalization();
        services.TryAddSingleton<ProblemTexts>();
        services.AddSettings();
        services.AddData();
        services.AddAccounts();
        services.AddAudit();
        services.AddJobs();
        services.AddOutbound();
        services.AddMail();
        services.AddFiles();
        services.AddBilling();
        services.AddBots();
        services.AddForms();
        services.AddTools();
        services.AddWebhooks();
        services.AddConversations();
        services.AddContacts();
        services.AddLeads();
        services.AddNotices();
        services.AddAi();
        services.AddChannels();
        services.AddTelegram();
        services.AddSimulator();
        services.AddAdmin();
        services.AddTrials();
        return services;
    }

    private static IServiceCollection AddSettings(this IServiceCollection services) =>
        services
            .AddSettingsCheck(DatabaseUrl.Check)
            .AddSettings<SiteOptions>("")
            .AddSettings<ProtectionOptions>(ProtectionOptions.Section)
            .AddSettings<AdminOptions>(AdminOptions.Section)
            .AddSettings<GoogleOptions>(GoogleOptions.Section)
            .AddSettings<AppleOptions>(AppleOptions.Section)
            .AddSettings<TelegramLoginOptions>(TelegramLoginOptions.Section)
            .AddSettings<TelegramOptions>(TelegramOptions.Section)
            .AddSettings<OpenAiOptions>(OpenAiOptions.Section)
            .AddSettings<AnthropicOptions>(AnthropicOptions.Section)
            .AddSettings<PaddleOptions>(PaddleOptions.Section)
            .AddSettings<SmtpOptions>(SmtpOptions.Section)
            .AddSettings<OutboundOptions>(OutboundOptions.Section)
            .AddSettings<FilesOptions>(FilesOptions.Section)
            .AddSettings<S3Options>(S3Options.Section);
}
