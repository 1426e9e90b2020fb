using System.Collections;
using System.Runtime.CompilerServices;

namespace BotStudio.Tests.Support;

/// <summary>A developer's own settings, a real database or a paid key among them, must not reach the app under test.</summary>
internal static class CleanEnvironment
{
    private static readonly string[] OfTheProduct =
    [
        "DATABASE_URL",
        "ConnectionStrings",
        "PORT",
        "PublicUrl",
        "DataDirectory",
        "DataProtection",
        "Welcome",
        "Telegram",
        "OpenAI",
        "Anthropic",
        "Paddle",
        "Smtp",
        "Google",
        "Apple",
        "TelegramLogin",
        "Admin",
        "Outbound",
        "Logging",
        "ASPNETCORE_URLS",
        "ASPNETCORE_HTTP_PORTS",
        "ASPNETCORE_ENVIRONMENT",
        "DOTNET_ENVIRONMENT",
    ];

    [ModuleInitializer]
    internal static void Clear()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (OfTheProduct.Contains(name.Split("__")[0], StringComparer.OrdinalIgnoreCase))
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }
}
