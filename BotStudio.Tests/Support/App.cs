using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace BotStudio.Tests.Support;

/// <summary>
/// The real product on a real port of 127.0.0.1, in production's settings, with a database of its own. A class fixture; a test class that needs
/// other settings or services derives from it.
/// </summary>
public class App : IAsyncLifetime
{
    private static int visitors;

    private readonly Database database = new();
    private Factory? factory;

    public string ConnectionString => SharedDatabase ?? database.ConnectionString;

    public Uri Address => factory!.ClientOptions.BaseAddress;

    public IServiceProvider Services => factory!.Services;

    /// <summary>Everything that was logged, at every level.</summary>
    public LogLines Log { get; } = new();

    /// <summary>By their names in the environment, with <c>:</c> for <c>__</c>.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    /// <summary>The database of another process that this one runs beside; null for one of its own.</summary>
    protected virtual string? SharedDatabase => null;

    protected virtual void Configure(IServiceCollection services) { }

    public virtual async Task InitializeAsync()
    {
        if (SharedDatabase is null)
        {
            await database.InitializeAsync();
        }

        factory = new Factory(this);
        factory.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        factory.StartServer();
    }

    public virtual async Task DisposeAsync()
    {
        if (factory is not null)
        {
            await factory.DisposeAsync();
        }

        if (SharedDatabase is null)
        {
            await database.DisposeAsync();
        }
    }

    /// <summary>Changes the database past every act.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// A visitor with cookies and an address of their own, so that no limit counts two of them as one, who is shown redirects instead of
    /// following them.
    /// </summary>
    public HttpClient NewVisitor(bool followRedirects = false) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = followRedirects, CookieContainer = new CookieContainer() })
        {
            BaseAddress = Address,
            DefaultRequestHeaders = { { "X-Forwarded-For", NewAddress() } },
        };

    /// <summary>As a proxy in front would tell it.</summary>
    internal static string NewAddress()
    {
        var number = Interlocked.Increment(ref visitors);
        return $"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}";
    }

    private sealed class Factory(App app) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            // Only Development checks by itself that nothing scoped is taken from the root.
            builder.UseDefaultServiceProvider(options => options.ValidateScopes = options.ValidateOnBuild = true);
            builder.UseSetting("ConnectionStrings:BotStudio", app.ConnectionString);
            builder.UseSetting("DataDirectory", DataFolder.Path);
            foreach (var (key, value) in app.Settings)
            {
                builder.UseSetting(key, value);
            }

            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(app.Log).SetMinimumLevel(LogLevel.Debug));
            builder.ConfigureServices(app.Configure);
        }
    }
}
