using BotStudio.Core;
using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BotStudio.Tests.Support;

/// <summary>
/// Core without a running host: its acts on a real database of the test class's own, with a clock that the test moves. A class fixture; a class
/// that needs other settings or services derives from it.
/// </summary>
public class Acts : IAsyncLifetime
{
    private readonly Database database = new();
    private ServiceProvider? provider;

    public string ConnectionString => database.ConnectionString;

    public Clock Clock { get; } = new();

    public LogLines Log { get; } = new();

    public IServiceProvider Services => provider!;

    /// <summary>By their names in the environment, with <c>:</c> for <c>__</c>.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    protected virtual void Configure(IServiceCollection services) { }

    public virtual async Task InitializeAsync()
    {
        await database.InitializeAsync();
        var services = new ServiceCollection();
        Register(services);
        provider = services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>Adds the same Core, on the same database, to another collection of services: a screen's, say.</summary>
    public void Register(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
        Configure(services);
        AddCore(services, ConnectionString, Settings);
    }

    public virtual async Task DisposeAsync()
    {
        if (provider is not null)
        {
            await provider.DisposeAsync();
        }

        await database.DisposeAsync();
    }

    /// <summary>Brings an empty database to the product's version.</summary>
    internal static async Task MigrateAsync(string connectionString)
    {
        var services = new ServiceCollection().AddLogging();
        AddCore(services, connectionString, new Dictionary<string, string?>());
        await using var built = services.BuildServiceProvider(validateScopes: true);
        await built.GetRequiredService<Migrator>().RunAsync(CancellationToken.None);
    }

    internal static void AddCore(IServiceCollection services, string connectionString, IReadOnlyDictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:BotStudio", connectionString), new("DataDirectory", DataFolder.Path)])
            .AddInMemoryCollection(settings)
            .Build();
        services.AddSingleton<IConfiguration>(configuration).AddBotStudioCore();
    }
}

/// <summary>Base of tests of acts. Each test has an account of its own, so that the tests of a class can share a database.</summary>
public abstract class ActTest(Acts acts) : IClassFixture<Acts>, IAsyncLifetime
{
    protected Acts Acts => acts;

    protected Clock Clock => acts.Clock;

    protected Guid AccountId { get; private set; }

    protected static CancellationToken Ct => CancellationToken.None;

    public virtual async Task InitializeAsync() => AccountId = (await Given(new Account("Test", Clock.Now))).Id;

    public virtual Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Saves a row past every act.</summary>
    protected async Task<TRow> Given<TRow>(TRow row)
        where TRow : class
    {
        await using var db = OpenDatabase();
        db.Add(row);
        await db.SaveChangesAsync();
        return row;
    }

    /// <summary>
    /// Runs an act in the world of the test's account: <c>await Run((PublishBot act) => act.RunAsync(bot.Id, Ct))</c>.
    /// </summary>
    protected Task<TResult> Run<TAct, TResult>(Func<TAct, Task<TResult>> run, Role role = Role.Owner)
        where TAct : notnull => RunIn(AccountId, run, role);

    protected async Task<TResult> RunIn<TAct, TResult>(Guid accountId, Func<TAct, Task<TResult>> run, Role role = Role.Owner)
        where TAct : notnull
    {
        await using var scope = acts.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(accountId, null, role);
        return await run(scope.ServiceProvider.GetRequiredService<TAct>());
    }

    /// <summary>The whole database, to look at what an act has left behind.</summary>
    protected BotStudioDb OpenDatabase() => acts.Services.GetRequiredService<PlatformDb>().Open();
}
