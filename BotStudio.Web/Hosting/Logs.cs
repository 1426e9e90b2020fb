using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace BotStudio.Web.Hosting;

/// <summary>One JSON object a line in production, lines to read elsewhere; <c>Logging__Console__FormatterName</c> decides otherwise.</summary>
public static class Logs
{
    /// <summary>The weakest source of all, so that <c>Logging__LogLevel__...</c> wins.</summary>
    private static readonly Dictionary<string, string?> DefaultLevels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        // A failed statement comes as an exception, whose handler knows what it means. Here it would be told before, with its text.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "None",
        // Warns that keys are stored in plain; whether they are is known to PrepareProtection, which says so itself.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager"] = "Error",
    };

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = DefaultLevels });

        var formatter =
            builder.Configuration["Logging:Console:FormatterName"] is { Length: > 0 } wanted ? wanted
            : builder.Environment.IsProduction() ? ConsoleFormatterNames.Json
            : ConsoleFormatterNames.Simple;
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(options => options.FormatterName = formatter);
        builder.Services.Configure<SimpleConsoleFormatterOptions>(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "HH:mm:ss ";
        });
        builder.Services.Configure<JsonConsoleFormatterOptions>(options =>
        {
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            options.IncludeScopes = true;
        });

        // They log every address that is called, and Telegram's addresses hold the bot's token.
        builder.Services.ConfigureHttpClientDefaults(client => client.RemoveAllLoggers());
    }
}
