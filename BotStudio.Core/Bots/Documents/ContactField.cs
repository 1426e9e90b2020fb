using BotStudio.Core.Localization;

namespace BotStudio.Core.Bots.Documents;

/// <summary>Something a bot wants to remember of each contact. Texts use it as <c>{{contact.key}}</c>.</summary>
public sealed record ContactField
{
    public const int MaxKeyLength = 32;
    public const int MaxLabelLength = 64;
    public const int MaxChoices = 50;

    /// <summary>Characters of one value.</summary>
    public const int MaxValueLength = 1000;

    public string Id { get; init; } = PartId.New();

    /// <summary>1 to 32 characters of a-z, 0-9 and _, beginning with a letter; not the name of a variable that every contact has.</summary>
    public required string Key { get; init; }

    public LocalizedText Label { get; init; } = [];

    public ContactFieldKind Kind { get; init; }

    /// <summary>For <see cref="ContactFieldKind.Choice"/>: the values to choose from.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}

public enum ContactFieldKind
{
    Text,

    /// <summary>Invariant culture, as <c>-12.5</c>.</summary>
    Number,

    /// <summary>ISO 8601, <c>2026-11-21</c>.</summary>
    Date,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    Choice,
}
