using BotStudio.Core.Accounts;
using BotStudio.Core.Data;

namespace BotStudio.Core.Leads.Telling;

/// <summary>Which leads a member gets e-mails about.</summary>
public enum LeadMailWish : short
{
    None = 0,

    /// <summary>Those that somebody gives them.</summary>
    Assigned = 1,

    /// <summary>Every new one, too.</summary>
    All = 2,
}

/// <summary>What a member wants to hear by e-mail. Without a row an owner hears of all leads and everybody else of those given to them.</summary>
public sealed class LeadSubscription : IBelongsToAccount
{
    private LeadSubscription() { }

    public LeadSubscription(Guid accountId, Guid userId, LeadMailWish wants)
    {
        AccountId = accountId;
        UserId = userId;
        Wants = wants;
    }

    public Guid AccountId { get; private set; }

    public Guid UserId { get; private set; }

    public LeadMailWish Wants { get; private set; }

    internal static LeadMailWish DefaultOf(Role role) => role == Role.Owner ? LeadMailWish.All : LeadMailWish.Assigned;
}
