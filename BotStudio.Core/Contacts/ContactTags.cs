using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Contacts;

/// <summary>What a tag may be: a word or a few, the same in whatever case it is written.</summary>
public static class ContactTags
{
    public const int MaxLength = 40;

    /// <summary>On one contact.</summary>
    public const int MaxCount = 50;

    /// <summary>As they are kept: trimmed, none empty, each once; the spelling that came first stays.</summary>
    public static IReadOnlyList<string> Clean(IEnumerable<string> tags) =>
        [
            .. tags.Select(tag => StoredText.Clean(string.Join(' ', tag.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))
                .Where(tag => tag.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

    /// <returns><c>contacts.tag_too_long</c>, <c>contacts.too_many_tags</c>, or null.</returns>
    public static Problem? Check(IReadOnlyList<string> tags) =>
        tags.FirstOrDefault(tag => tag.Length > MaxLength) is { } tooLong
            ? new Problem("contacts.tag_too_long", MaxLength, StoredText.Cut(tooLong, MaxLength)).At("/tags")
        : tags.Count > MaxCount ? new Problem("contacts.too_many_tags", MaxCount).At("/tags")
        : null;
}
