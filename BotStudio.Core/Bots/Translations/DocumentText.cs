using BotStudio.Core.Localization;

namespace BotStudio.Core.Bots.Translations;

/// <summary>One text of a document, in all its languages.</summary>
/// <param name="Key">
/// Names it as long as its parts are there, wherever they are moved: its place with the ids of parts for their positions,
/// <c>/commands/k7m2/response/rows/x4b3/text</c>.
/// </param>
/// <param name="Place">JSON pointer of where it is now.</param>
/// <param name="Group">The part of the document that readers know by name.</param>
/// <param name="Within">
/// The parts and lists on the way to it, below the group, with its position in each: response, fields 2, options 1. Positions begin with 1.
/// </param>
/// <param name="Member">Name of the member that it is: <c>text</c>, <c>description</c>.</param>
public sealed record DocumentText(
    string Key,
    string Place,
    TextGroup Group,
    IReadOnlyList<TextPosition> Within,
    string Member,
    LocalizedText Text
)
{
    /// <summary>The place of the text in one language; also of its problems.</summary>
    public string PlaceIn(string language) => $"{Place}/{language}";

    /// <summary>It is there in the one language and not in the other.</summary>
    public bool IsMissing(string language, string source) =>
        string.IsNullOrWhiteSpace(Text.GetValueOrDefault(language)) && !string.IsNullOrWhiteSpace(Text.GetValueOrDefault(source));
}

/// <param name="Id">The beginning of the keys of its texts: <c>/commands/k7m2</c>.</param>
/// <param name="Member">Of the document: <c>commands</c>, <c>forms</c>, <c>welcome</c>.</param>
/// <param name="Name">What its owner calls it; null when it is not in a list.</param>
public sealed record TextGroup(string Id, string Member, string? Name);

public sealed record TextPosition(string List, int Number);
