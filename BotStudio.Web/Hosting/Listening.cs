using System.Globalization;
using BotStudio.Core.Settings;

namespace BotStudio.Web.Hosting;

/// <summary>Where Kestrel listens: on every address at <c>PORT</c>, or exactly where <c>ASPNETCORE_URLS</c> says.</summary>
public static class Listening
{
    private const int DefaultPort = 8080;

    public static void AddListening(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var port = Port(builder.Configuration);
        builder.Services.AddSettingsCheck(_ => port is null ? ["PORT must be a number between 1 and 65535; example: PORT=8080"] : []);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, $"{port ?? DefaultPort}");
        }
    }

    private static int? Port(ConfigurationManager configuration) =>
        string.IsNullOrWhiteSpace(configuration["PORT"]) ? DefaultPort
        : int.TryParse(configuration["PORT"], CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port
        : null;
}
