namespace BotStudio.Core.Accounts;

/// <summary>Which of a user's accounts a request is about, when it says so; otherwise it is the one that the session was in last.</summary>
public sealed record WantedAccount
{
    private WantedAccount() { }

    internal Guid? AccountId { get; private init; }

    internal Guid? BotId { get; private init; }

    internal bool IsAllThatWillDo { get; private init; }

    /// <summary>This one, for as long as the user belongs to it; the session stays where it is. For links that stay in their tab's account.</summary>
    public static WantedAccount Preferably(Guid accountId) => new() { AccountId = accountId };

    /// <summary>This one or none: a circuit does not move.</summary>
    public static WantedAccount Only(Guid accountId) => new() { AccountId = accountId, IsAllThatWillDo = true };

    /// <summary>The one whose bot it is: a link from a notice opens in its account, and the session goes there.</summary>
    public static WantedAccount OfBot(Guid botId) => new() { BotId = botId };
}
