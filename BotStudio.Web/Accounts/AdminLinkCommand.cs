using BotStudio.Core.Accounts;
using BotStudio.Core.Settings;
using Microsoft.Extensions.Options;

namespace BotStudio.Web.Accounts;

/// <summary>
/// <c>BotStudio.Web admin-link</c>: prints a one-time link that makes whoever opens it a platform admin. For a container's terminal, where no
/// banner is shown, and for further admins.
/// </summary>
public static class AdminLinkCommand
{
    public const string Name = "admin-link";

    /// <returns>Exit code: 0.</returns>
    public static async Task<int> RunAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var site = app.Services.GetRequiredService<IOptions<SiteOptions>>().Value.PublicUrl ?? LocalAddress(app.Configuration);
        var link = await scope.ServiceProvider.GetRequiredService<CreateAdminLink>().RunAsync(site, CancellationToken.None);
        Console.WriteLine(link);
        return 0;
    }

    private static Uri LocalAddress(IConfiguration configuration) =>
        new($"http://localhost:{(configuration["PORT"] is { Length: > 0 } port ? port : "8080")}");
}
