namespace BotStudio.Core.Accounts;

/// <summary>Who acts, and what they may, as the database says at this moment.</summary>
public sealed record SignedInUser(
    Guid Id,
    Guid SessionId,
    string Email,
    string DisplayName,
    string Language,
    bool IsPlatformAdmin,
    Guid AccountId,
    string AccountName,
    Role Role
);
