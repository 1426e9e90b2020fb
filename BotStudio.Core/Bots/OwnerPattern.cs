using System.Text.RegularExpressions;

namespace BotStudio.Core.Bots;

/// <summary>
/// A regular expression that an owner wrote. It cannot hang the engine: most run in time linear to the text; those that look around or refer
/// back run against a clock and then count as not matching.
/// </summary>
public sealed class OwnerPattern
{
    public const int MaxLength = 500;

    /// <summary>Characters of a text that are looked at.</summary>
    public const int MaxTextLength = 4096;

    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(50);

    private const RegexOptions Always = RegexOptions.CultureInvariant;

    private readonly Regex regex;

    private OwnerPattern(Regex regex) => this.regex = regex;

    /// <returns>Null for what is no regular expression, or one that takes too much memory.</returns>
    public static OwnerPattern? TryCompile(string? pattern, bool ignoresCase = false)
    {
        if (string.IsNullOrEmpty(pattern) || pattern.Length > MaxLength)
        {
            return null;
        }

        var options = ignoresCase ? Always | RegexOptions.IgnoreCase : Always;
        try
        {
            return new OwnerPattern(new Regex(pattern, options | RegexOptions.NonBacktracking, LongestMatch));
        }
        catch (NotSupportedException)
        {
            return new OwnerPattern(new Regex(pattern, options, LongestMatch));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether the pattern is found anywhere in the text; owners anchor it themselves.</summary>
    public bool IsMatch(string text)
    {
        try
        {
            return regex.IsMatch(text.Length <= MaxTextLength ? text : text[..MaxTextLength]);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
