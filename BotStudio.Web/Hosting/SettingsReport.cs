using BotStudio.Core.Data;
using BotStudio.Core.Settings;

namespace BotStudio.Web.Hosting;

/// <summary>A wrong or missing setting stops the start with one line that names the key, the problem and an example.</summary>
public static class SettingsReport
{
    /// <returns>True when there are mistakes, all of which are now on standard error.</returns>
    public static bool ReportSettingsMistakes(this WebApplication app)
    {
        var mistakes = app.Services.FindSettingsMistakes();
        foreach (var mistake in mistakes)
        {
            Console.Error.WriteLine($"Setting {mistake}");
        }

        return mistakes.Count > 0;
    }

    /// <summary>The one mistake that only the database can tell: it was started with another master key before.</summary>
    public static async Task<bool> ReportProtectionMistakeAsync(this WebApplication app)
    {
        var mistake = await app.Services.GetRequiredService<PrepareProtection>().RunAsync(app.Lifetime.ApplicationStopping);
        if (mistake is not null)
        {
            await Console.Error.WriteLineAsync($"Setting {mistake}");
        }

        return mistake is not null;
    }
}
