using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core;

/// <summary>The table of contents of Core: one line a feature.</summary>
public static class CoreServices
{
    public static IServiceCollection AddBotStudioCore(this IServiceCollection services, IConfiguration configuration) => services;
}
