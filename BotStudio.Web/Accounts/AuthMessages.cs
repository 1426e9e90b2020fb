using System.ComponentModel;
using BotStudio.Core.Accounts;

namespace BotStudio.Web.Accounts;

/// <summary>What programs send to sign up.</summary>
public sealed record RegisterInput(
    string? Email,
    [property: Description("At least 10 characters, nothing that is easy to guess")] string? Password,
    [property: Description("Name of the person and of their account; made from the address when absent")] string? DisplayName = null,
    [property: Description("en, uk, ru, pl or de; by default the one of Accept-Language")] string? Language = null
);

public sealed record LoginInput(string? Email, string? Password);

/// <param name="ChallengeToken">From the refusal of the first step; good for ten minutes.</param>
public sealed record SecondStepInput(string? ChallengeToken, string? Code);

public sealed record RefreshInput(string? RefreshToken);

public sealed record LogoutInput(string? RefreshToken = null);

public sealed record IssuedTokens(
    string AccessToken,
    string RefreshToken,
    string TokenType,
    [property: Description("Seconds")] int ExpiresIn
)
{
    public static IssuedTokens From(TokenPair tokens) =>
        new(tokens.AccessToken, tokens.RefreshToken, "Bearer", (int)tokens.ExpiresIn.TotalSeconds);
}

public sealed record Registered(
    string AccessToken,
    string RefreshToken,
    string TokenType,
    [property: Description("Seconds")] int ExpiresIn,
    Guid UserId,
    Guid AccountId
)
{
    public static Registered From(TokenPair tokens, SignedIn who) =>
        new(tokens.AccessToken, tokens.RefreshToken, "Bearer", (int)tokens.ExpiresIn.TotalSeconds, who.UserId, who.AccountId);
}

public sealed record Me(MeUser User, MeAccount Account, Role Role)
{
    public static Me From(SignedInUser user) =>
        new(
            new MeUser(user.Id, user.Email, user.IsEmailConfirmed, user.DisplayName, user.Language, user.TimeZone, user.IsPlatformAdmin),
            new MeAccount(user.AccountId, user.AccountName),
            user.Role
        );
}

public sealed record MeUser(
    Guid Id,
    string Email,
    bool IsEmailConfirmed,
    string DisplayName,
    string Language,
    [property: Description("IANA name; null for the reader's own")] string? TimeZone,
    bool IsPlatformAdmin
);

public sealed record MeAccount(Guid Id, string Name);
