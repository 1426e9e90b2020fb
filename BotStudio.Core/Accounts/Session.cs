namespace BotStudio.Core.Accounts;

/// <summary>What a browser's cookie or an API client's tokens stand for: a user who signed in and works in one account.</summary>
/// <param name="SecurityStamp">The user's at sign-in; a changed password ends every session that has the old one.</param>
public sealed record Session(Guid UserId, Guid AccountId, string SecurityStamp);
