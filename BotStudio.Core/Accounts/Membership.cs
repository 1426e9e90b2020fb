using BotStudio.Core.Data;

namespace BotStudio.Core.Accounts;

/// <summary>A user's place in an account; what it lets them do is in <see cref="RoleTable"/>.</summary>
public enum Role
{
    Viewer = 0,
    Operator = 1,
    Editor = 2,
    Admin = 3,
    Owner = 4,
}

/// <summary>A user's place in an account.</summary>
public sealed class Membership : IBelongsToAccount
{
    private Membership() { }

    public Membership(Guid accountId, Guid userId, Role role, DateTimeOffset now)
    {
        AccountId = accountId;
        UserId = userId;
        Role = role;
        CreatedAt = now;
    }

    public Guid AccountId { get; private set; }

    public Guid UserId { get; private set; }

    public Role Role { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the user put the list of first steps away; null while they see it.</summary>
    public DateTimeOffset? ChecklistHiddenAt { get; private set; }

    public void Change(Role role) => Role = role;

    public void HideChecklist(DateTimeOffset? at) => ChecklistHiddenAt = at;
}
