namespace BotStudio.Core.Conversations.Turns;

/// <summary>
/// Data of a button that no document has: a tap on it counts as if the contact had written the text in it. A contact can forge it, and could
/// write the text just as well.
/// </summary>
public static class TapAsText
{
    public const int PrefixLength = 2;

    private const string Prefix = "w:";

    public static string DataOf(string text) => Prefix + text;

    /// <summary>What the contact writes by the tap; null for data of any other button.</summary>
    public static string? TextOf(string? data) =>
        data is not null && data.Length > PrefixLength && data.StartsWith(Prefix, StringComparison.Ordinal) ? data[PrefixLength..] : null;
}
