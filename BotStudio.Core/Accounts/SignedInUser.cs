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
)
{
    /// <summary>The user has shown that they read at the address.</summary>
    public bool IsEmailConfirmed { get; init; }

    /// <summary>IANA name; null for the browser's own.</summary>
    public string? TimeZone { get; init; }

    /// <summary>When whoever holds the session last proved who they are, see <see cref="Session.ProvedAt"/>.</summary>
    public DateTimeOffset ProvedAt { get; init; }
}
