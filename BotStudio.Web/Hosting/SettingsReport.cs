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
}
