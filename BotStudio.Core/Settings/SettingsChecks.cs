using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Settings;

/// <summary>How a feature registers its settings, and how the start asks whether all of them are right.</summary>
public static class SettingsChecks
{
    private delegate IEnumerable<string> Check(IConfiguration configuration);

    /// <summary>Makes <c>IOptions&lt;T&gt;</c> available and has the section checked at start.</summary>
    /// <param name="section">Name of the section (<c>Telegram</c> for <c>Telegram__ApiBaseUrl</c>), or empty for keys that stand alone.</param>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, string section)
        where T : class, ISettings, new()
    {
        var reader = new SettingsSection<T>(section);
        services.AddOptions<T>().Configure<IConfiguration>(reader.Fill);
        return services.AddSettingsCheck(reader.Check);
    }

    /// <summary>For settings that are not a section: <paramref name="check"/> returns one line a mistake.</summary>
    public static IServiceCollection AddSettingsCheck(this IServiceCollection services, Func<IConfiguration, IEnumerable<string>> check) =>
        services.AddSingleton<Check>(new Check(check));

    /// <summary>One line for each mistake in everything that was registered; empty when all is well.</summary>
    public static IReadOnlyList<string> FindSettingsMistakes(this IServiceProvider services)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        return [.. services.GetServices<Check>().SelectMany(check => check(configuration))];
    }
}
