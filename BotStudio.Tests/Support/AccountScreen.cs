using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace BotStudio.Tests.Support;

/// <summary>
/// Renders components that do something: with the acts of Core on a real database, in an account of the test's own, as one of its users.
/// </summary>
/// <param name="register">More services than those of Core and the shell.</param>
public abstract class AccountScreen(Acts acts, Action<IServiceCollection>? register = null)
    : Screen(services =>
    {
        acts.Register(services);
        register?.Invoke(services);
    }),
        IAsyncLifetime
{
    protected new Clock Clock => acts.Clock;

    protected Guid AccountId { get; private set; }

    protected static CancellationToken Ct => CancellationToken.None;

    /// <summary>The reader's role in the account; set before the first component is rendered.</summary>
    protected Role Role { get; set; } = Role.Owner;

    public virtual async Task InitializeAsync()
    {
        var account = new Account("Test", acts.Clock.Now);
        await using var db = OpenDatabase();
        db.Add(account);
        await db.SaveChangesAsync();
        AccountId = account.Id;
    }

    public new virtual Task DisposeAsync() => base.DisposeAsync().AsTask();

    /// <summary>Takes the reader's place in the account; done by the first act or component that needs it in a real circuit.</summary>
    protected void SignIn() => Services.GetRequiredService<CurrentAccount>().Set(AccountId, null, Role);

    /// <summary>Runs an act in a scope of its own, as another tab or another user would.</summary>
    protected async Task<TResult> Elsewhere<TAct, TResult>(Func<TAct, Task<TResult>> run)
        where TAct : notnull
    {
        await using var scope = acts.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(AccountId, null, Role.Owner);
        return await run(scope.ServiceProvider.GetRequiredService<TAct>());
    }

    /// <summary>Lets hints of changes come in, as they do in the product.</summary>
    protected async Task ListenAsync()
    {
        var notifications = Services.GetRequiredService<Notifications>();
        await ((IHostedService)notifications).StartAsync(Ct);
        await notifications.Listening;
    }

    /// <summary>The whole database, to look at what was left behind.</summary>
    protected BotStudioDb OpenDatabase() => acts.Services.GetRequiredService<PlatformDb>().Open();
}
