using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Accounts;

/// <summary>Base of tests of acts that run before anybody is signed in.</summary>
public abstract class AccountsTest(Acts acts) : IClassFixture<Acts>
{
    protected const string Password = "correct horse battery";

    private static int users;

    protected Acts Acts => acts;

    protected Clock Clock => acts.Clock;

    protected static CancellationToken Ct => CancellationToken.None;

    protected static string NewEmail() => $"user{Interlocked.Increment(ref users)}@example.com";

    protected async Task<TResult> Run<TAct, TResult>(Func<TAct, Task<TResult>> run)
        where TAct : notnull
    {
        await using var scope = acts.Services.CreateAsyncScope();
        return await run(scope.ServiceProvider.GetRequiredService<TAct>());
    }

    protected async Task<SignedIn> SignedUp(string? email = null) =>
        (await Run((SignUp act) => act.RunAsync(new SignUpInput(email ?? NewEmail(), Password), Ct))).Value!;

    protected Task<Outcome<SignedIn>> SignIn(string? email, string? password = Password) =>
        Run((SignIn act) => act.RunAsync(email, password, Ct));

    protected BotStudioDb OpenDatabase() => acts.Services.GetRequiredService<PlatformDb>().Open();
}
