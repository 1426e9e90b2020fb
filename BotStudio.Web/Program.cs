using BotStudio.Core;
using BotStudio.Core.Data;
using BotStudio.Web;
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
if (app.ReportSettingsMistakes())
{
    return 1;
}

await app.Services.GetRequiredService<Migrator>().RunAsync(app.Lifetime.ApplicationStopping);
app.UseBotStudioWeb();
app.MapBotStudioWeb();
await app.RunAsync();
return 0;
