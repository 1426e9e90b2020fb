using System.Text.RegularExpressions;

namespace BotStudio.Core.Bots.Documents;

/// <summary>
/// A regular expression that an owner wrote. It cannot hang the engine: most run in time linear to the text; those that look around or refer
/// back run against a clock and then count as not matching, and whoever runs into it again and again is not tried any more.
/// </summary>
public sealed class OwnerPattern
{
    public const int MaxLength = 500;

    /// <summary>Characters of a text that are looked at.</summary>
    public const int MaxTextLength = 4096;

    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(50);

    /// <summary>Only a busy machine makes linear time so long.</summary>
    private static readonly TimeSpan LongestLinearMatch = TimeSpan.FromSeconds(1);

    private const RegexOptions Always = RegexOptions.CultureInvariant;

    /// <summary>One may be the machine's fault.</summary>
    private const int MostTimeouts = 3;

    private readonly Regex regex;
    private int timeouts;

    private OwnerPattern(Regex regex)
    {
        this.regex = regex;
        // What .NET prepares at the first match is no part of the first contact's time.
        _ = Find("", out _);
        timeouts = 0;
    }

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
            return new OwnerPattern(new Regex(pattern, options | RegexOptions.NonBacktracking, LongestLinearMatch));
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

    /// <returns>Where the pattern goes wrong, counted from 0; null for a good one.</returns>
    public static int? ErrorOffsetIn(string pattern)
    {
        try
        {
            _ = new Regex(pattern, Always, LongestMatch);
            return null;
        }
        catch (RegexParseException e)
        {
            return e.Offset;
        }
    }

    /// <summary>Whether the pattern is found anywhere in the text; owners anchor it themselves.</summary>
    public bool IsMatch(string text) => Find(text, out _) is not null;

    /// <returns>What its first group found, or an empty text without one; null when the pattern is not in the text.</returns>
    /// <param name="isGivenUp">It ran out of time too often, and is not tried any more.</param>
    public string? Find(string text, out bool isGivenUp)
    {
        isGivenUp = Volatile.Read(ref timeouts) >= MostTimeouts;
        if (isGivenUp)
        {
            return null;
        }

        try
        {
            var match = regex.Match(text.Length <= MaxTextLength ? text : text[..MaxTextLength]);
            return match.Success ? match.Groups[1].Value.Trim() : null;
        }
        catch (RegexMatchTimeoutException)
        {
            isGivenUp = Interlocked.Increment(ref timeouts) >= MostTimeouts;
            return null;
        }
    }
}
