using System.Collections.Frozen;

namespace BotStudio.Core.Accounts;

/// <summary>
/// The one table of what each role may do. A role may what its own lines say and all that the roles before it may. Acts ask it through
/// <see cref="CurrentAccount.May"/>, routes and pages declare what they need, the members' page shows it as it stands here.
/// </summary>
public static class RoleTable
{
    private static readonly FrozenDictionary<Permission, Role> LowestRoles = new Dictionary<Permission, Role>
    {
        [Permission.ViewBots] = Role.Viewer,
        [Permission.ViewPeople] = Role.Viewer,
        [Permission.ViewUsage] = Role.Viewer,

        [Permission.AnswerPeople] = Role.Operator,
        [Permission.ChangePeople] = Role.Operator,
        [Permission.ExportPeople] = Role.Operator,

        [Permission.EditBots] = Role.Editor,
        [Permission.PublishBots] = Role.Editor,
        [Permission.DeletePeople] = Role.Editor,
        [Permission.ChangeBalances] = Role.Editor,

        [Permission.ConnectBots] = Role.Admin,
        [Permission.DeleteBots] = Role.Admin,
        [Permission.ManageAi] = Role.Admin,
        [Permission.ManageMembers] = Role.Admin,
        [Permission.ViewAudit] = Role.Admin,
        [Permission.ManageAccount] = Role.Admin,

        [Permission.ManageBilling] = Role.Owner,
        [Permission.OwnAccount] = Role.Owner,
    }.ToFrozenDictionary();

    /// <summary>From looking only to everything.</summary>
    public static readonly IReadOnlyList<Role> Roles = Enum.GetValues<Role>();

    public static readonly IReadOnlyList<Permission> Permissions = Enum.GetValues<Permission>();

    public static bool Allows(Role role, Permission permission) => role >= LowestRoles[permission];
}
