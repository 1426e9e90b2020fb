using BotStudio.Core;
using BotStudio.Web;
using BotStudio.Web.Accounts;
using BotStudio.Web.Hosting;

if (args is ["health"])
{
    return await HealthProbe.RunAsync();
}

var builder = WebApplication.CreateBuilder(args);
builder.AddHosting();
builder.Services.AddBotStudioCore();
builder.Services.AddBotStudioWeb();

var app = builder.Build();
if (app.ReportSettingsMistakes() || !await app.MigrateDatabaseAsync() || await app.ReportProtectionMistakeAsync())
{
    return 1;
}

if (args is [AdminLinkCommand.Name])
{
    return await AdminLinkCommand.RunAsync(app);
}

app.UseBotStudioWeb();
app.MapBotStudioWeb();
return await app.RunToEndAsync();
