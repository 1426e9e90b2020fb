using System.Security.Claims;
using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Npgsql;

namespace BotStudio.Web.Accounts;

/// <summary>
/// A circuit is a scope of its own: this puts it into the account of its page before anything is rendered in it. It stays there, whatever account
/// the user goes to in other tabs.
/// </summary>
internal sealed class CircuitSession(
    AuthenticationStateProvider authentication,
    EnterAccount enterAccount,
    CurrentAccount account,
    NavigationManager address,
    Notifications notifications,
    ILogger<CircuitSession> log
) : CircuitHandler
{
    private IDisposable? subscription;

    /// <summary>Before every other handler.</summary>
    public override int Order => int.MinValue;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        if (state.User.FindSessionId() is { } sessionId)
        {
            await enterAccount.RunAsync(sessionId, cancellationToken, AccountOfAddress.In(new Uri(address.Uri)));
            account.From = state.User.FindOrigin();
            Watch(state.User.FindUserId());
        }
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        subscription?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A session that ends elsewhere closes its open pages at once, not within the minute.</summary>
    private void Watch(Guid? userId) =>
        subscription ??= notifications.Subscribe(
            Notifications.Sessions,
            payload =>
            {
                if (Guid.TryParse(payload, out var whose) && whose == userId && authentication is CircuitRevalidation revalidation)
                {
                    _ = CheckAsync(revalidation);
                }
            }
        );

    private async Task CheckAsync(CircuitRevalidation revalidation)
    {
        try
        {
            await revalidation.CheckNowAsync();
        }
        // Nobody waits for it; the check of the minute comes anyway.
        catch (Exception e)
        {
            log.LogWarning("Could not check a circuit's session at once: {Reason}", e.Message);
        }
    }
}

/// <summary>A circuit may live for days after its one request; this asks again and again whether its session still holds.</summary>
internal class CircuitRevalidation(ILoggerFactory loggers, IServiceScopeFactory scopes, CurrentAccount account)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    private readonly ILogger log = loggers.CreateLogger<CircuitRevalidation>();

    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    /// <summary>Looks whether the session still holds, and signs the circuit out when it does not.</summary>
    public async Task CheckNowAsync()
    {
        var state = await GetAuthenticationStateAsync();
        if (state.User.FindSessionId() is not null && !await ValidateAuthenticationStateAsync(state, CancellationToken.None))
        {
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        }
    }

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    )
    {
        if (authenticationState.User.FindSessionId() is not { } sessionId)
        {
            return false;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var user = await scope
                .ServiceProvider.GetRequiredService<EnterAccount>()
                .RunAsync(sessionId, cancellationToken, account.IsSet ? WantedAccount.Only(account.Id) : null);
            if (user is null)
            {
                account.Leave();
                return false;
            }

            account.Set(user.AccountId, user.Id, user.Role);
            return true;
        }
        catch (NpgsqlException e)
        {
            // The database is away for a moment; nobody is signed out for that.
            log.LogWarning("Could not check a circuit's session: {Reason}", e.Message);
            return true;
        }
    }
}
