using BotStudio.Core.Audit;

namespace BotStudio.Core.Accounts;

/// <summary>Whose world this scope (request, circuit or job) is in. Set once; reading it unset throws, so nothing runs for nobody.</summary>
public sealed class CurrentAccount
{
    private Guid? accountId;
    private Guid? userId;
    private Role role;

    public bool IsSet => accountId is not null;

    public Guid Id => accountId ?? throw new InvalidOperationException("No account is set in this scope.");

    /// <summary>The user who acts, or null for work that nobody asked for (jobs).</summary>
    public Guid? UserId => userId;

    public Role Role => role;

    /// <summary>Where the request or circuit comes from; null for jobs.</summary>
    public Origin? From { get; set; }

    /// <summary>Who writes what is done into the account's log.</summary>
    public Actor Actor => new(userId, From);

    /// <summary>Whether the user's role reaches, by <see cref="RoleTable"/>. Nobody may anything.</summary>
    public bool May(Permission permission) => IsSet && RoleTable.Allows(role, permission);

    /// <exception cref="InvalidOperationException">The scope already belongs to another account.</exception>
    public void Set(Guid account, Guid? user, Role userRole)
    {
        if (accountId is { } current && current != account)
        {
            throw new InvalidOperationException("The scope already belongs to another account.");
        }

        accountId = account;
        userId = user;
        role = userRole;
    }

    /// <summary>The user was removed, or signed out everywhere: from here on the scope belongs to nobody.</summary>
    public void Leave() => (accountId, userId, role) = (null, null, Role.Viewer);
}
