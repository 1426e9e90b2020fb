namespace BotStudio.Core.Accounts;

/// <summary>What somebody may do in an account. Which role may what is said in <see cref="RoleTable"/> and nowhere else.</summary>
public enum Permission
{
    /// <summary>See bots: what they say, their versions, how they are connected, what is wrong with them.</summary>
    ViewBots,

    /// <summary>See conversations, contacts, form entries and leads.</summary>
    ViewPeople,

    /// <summary>See what AI took and cost, and the limits.</summary>
    ViewUsage,

    /// <summary>Take over and answer conversations, send again what failed, keep saved replies.</summary>
    AnswerPeople,

    /// <summary>Change what is noted of people: fields, tags, notes, segments, the state of entries and leads.</summary>
    ChangePeople,

    /// <summary>Carry lists of people out of the product.</summary>
    ExportPeople,

    /// <summary>Make bots and change their drafts, their notices and their webhooks.</summary>
    EditBots,

    /// <summary>Make a draft or an earlier version the one that answers.</summary>
    PublishBots,

    /// <summary>Delete contacts, entries and leads for good.</summary>
    DeletePeople,

    /// <summary>Change what contacts have on their balance.</summary>
    ChangeBalances,

    /// <summary>Connect bots to channels and disconnect them.</summary>
    ConnectBots,

    /// <summary>Delete bots with everything in them.</summary>
    DeleteBots,

    /// <summary>Keys, models and limits of AI: what costs money.</summary>
    ManageAi,

    /// <summary>Invite and remove members and say what they may.</summary>
    ManageMembers,

    /// <summary>Read who did what, and carry it out.</summary>
    ViewAudit,

    /// <summary>The account's name, address, looks, time zone and how long it keeps messages.</summary>
    ManageAccount,

    /// <summary>Plan, payment and bills.</summary>
    ManageBilling,

    /// <summary>Hand the account to another member, or delete it.</summary>
    OwnAccount,
}
