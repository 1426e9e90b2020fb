namespace BotStudio.Core.Conversations.Turns;

/// <summary>Reads <c>/name arguments</c> and <c>/name@bot arguments</c>.</summary>
public static class CommandText
{
    /// <summary>Name in lower case without slash and bot name, or null when the text is no command; arguments trimmed.</summary>
    public static (string? Name, string Arguments) Parse(string text)
    {
        if (text.Length < 2 || text[0] != '/' || !IsNamePart(text[1]))
        {
            return (null, "");
        }

        var end = 1;
        while (end < text.Length && IsNamePart(text[end]))
        {
            end++;
        }

        var name = text[1..end].ToLowerInvariant();
        if (end < text.Length && text[end] == '@')
        {
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }
        }

        return end == text.Length || char.IsWhiteSpace(text[end]) ? (name, text[end..].Trim()) : (null, "");
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
