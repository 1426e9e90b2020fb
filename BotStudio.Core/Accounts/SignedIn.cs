namespace BotStudio.Core.Accounts;

/// <summary>Somebody who has just proved who they are, and the account they go to work in.</summary>
/// <param name="SecurityStamp">The user's at this moment; a changed password ends every session that began with the old one.</param>
public sealed record SignedIn(Guid UserId, Guid AccountId, string SecurityStamp);
