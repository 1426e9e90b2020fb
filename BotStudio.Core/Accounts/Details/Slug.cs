using System.Text.RegularExpressions;

namespace BotStudio.Core.Accounts.Details;

/// <summary>A name in addresses: small letters, digits and single hyphens between them.</summary>
public static partial class Slug
{
    public const int MinLength = 3;
    public const int MaxLength = 40;

    /// <summary>Addresses that the product may want for itself.</summary>
    private static readonly HashSet<string> Reserved =
    [
        "about",
        "account",
        "admin",
        "api",
        "app",
        "bot",
        "bots",
        "botstudio",
        "contact",
        "docs",
        "help",
        "login",
        "new",
        "pricing",
        "privacy",
        "public",
        "security",
        "settings",
        "signin",
        "signup",
        "status",
        "support",
        "system",
        "terms",
        "www",
    ];

    public static bool IsGood(string text) =>
        text.Length is >= MinLength and <= MaxLength && Pattern().IsMatch(text) && !Reserved.Contains(text);

    [GeneratedRegex(
        "^[a-z0-9]+(-[a-z0-9]+)*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Pattern();
}
