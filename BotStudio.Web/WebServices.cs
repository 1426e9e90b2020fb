using BotStudio.Web.Accounts;
using BotStudio.Web.Accounts.Emails;
using BotStudio.Web.Accounts.External;
using BotStudio.Web.Api;
using BotStudio.Web.Audit;
using BotStudio.Web.Bots;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Channels.Telegram;
using BotStudio.Web.Contacts;
using BotStudio.Web.Files;
using BotStudio.Web.Forms;
using BotStudio.Web.Hosting;
using BotStudio.Web.Landing;
using BotStudio.Web.Layout;
using BotStudio.Web.Leads;
using BotStudio.Web.Mail;
using BotStudio.Web.Notices.Bell;
using BotStudio.Web.Profile;
using BotStudio.Web.Simulator;
using BotStudio.Web.Team;

namespace BotStudio.Web;

/// <summary>The table of contents of Web: what is registered, what every request passes, what is served. One line a feature.</summary>
public static class WebServices
{
    public static IServiceCollection AddBotStudioWeb(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddForwardedProxy();
        services.AddSecurity();
        services.AddCultures();
        services.AddCompression();
        services.AddHealth();
        services.AddAccounts();
        services.AddApi();
        services.AddApiGate();
        services.AddLayout();
        services.AddBotFrame();
        services.AddSimulatorPages();
        services.AddLanding();
        services.AddScoped<LiveBell>();
        return services;
    }

    /// <summary>In the order in which a request passes.</summary>
    public static void UseBotStudioWeb(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurity();
        app.UseCultures();
        app.UseOutputCache();
        app.UseResponseCompression();
        app.UseErrorPages();
        app.UseKeptFonts();
        app.UseApiProblems();
        app.UseApiOrigins();
        app.UseAuthentication();
        app.UseApiLimits();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseApiDocs();
    }

    public static void MapBotStudioWeb(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapLanding();
        app.MapSecurityTxt();
        app.MapHealth();
        app.MapTelegramWebhook();
        app.MapLanguageSwitch();
        app.MapPreferences();
        app.MapSignOut();
        app.MapConfirmation();
        app.MapExternal();
        app.MapExport();
        app.MapMails();
        app.MapBotDownloads();
        app.MapFiles();
        app.MapContactDownloads();
        app.MapEntryDownloads();
        app.MapLeadDownloads();
        app.MapAuditDownloads();
        app.MapLogos();
        app.MapApi();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }
}
