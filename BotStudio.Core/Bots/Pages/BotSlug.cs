using System.Text.RegularExpressions;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots.Pages;

/// <summary>The part of a page's address that its owner chooses: small Latin letters, digits and single hyphens, a letter first.</summary>
public static partial class BotSlug
{
    public const int MinLength = 3;
    public const int MaxLength = 40;

    /// <summary>Words that would look like the platform itself speaking, or that it may want to use.</summary>
    private static readonly HashSet<string> Reserved =
    [
        "about",
        "account",
        "admin",
        "api",
        "app",
        "billing",
        "bot",
        "botfather",
        "bots",
        "botstudio",
        "contact",
        "demo",
        "docs",
        "help",
        "legal",
        "login",
        "new",
        "official",
        "pricing",
        "privacy",
        "root",
        "security",
        "settings",
        "sign-in",
        "sign-up",
        "status",
        "support",
        "system",
        "team",
        "telegram",
        "terms",
        "test",
    ];

    /// <param name="slug">As typed; capitals and blanks around it are forgiven, see <see cref="Clean"/>.</param>
    public static Problem? Check(string slug) =>
        slug.Length is < MinLength or > MaxLength || !Shape().IsMatch(slug)
            ? new Problem("pages.slug_invalid", MinLength, MaxLength) { Place = "/slug" }
        : Reserved.Contains(slug) ? new Problem("pages.slug_reserved", slug) { Place = "/slug" }
        : null;

    public static string Clean(string? typed) => (typed ?? "").Trim().ToLowerInvariant();

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
