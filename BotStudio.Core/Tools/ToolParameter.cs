using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Tools;

/// <summary>One thing that a tool wants to know.</summary>
public sealed record ToolParameter
{
    public const int MaxNameLength = 64;
    public const int MaxDescriptionLength = 500;
    public const int MostChoices = 50;

    /// <summary>Characters of one choice, or of <see cref="Value"/>.</summary>
    public const int MaxValueLength = 500;

    public string Id { get; init; } = PartId.New();

    /// <summary>1 to 64 letters, digits, hyphens or underscores.</summary>
    public string Name { get; init; } = "";

    public ToolParameterType Type { get; init; }

    /// <summary>Tells the model what to put in.</summary>
    public string Description { get; init; } = "";

    public bool IsRequired { get; init; } = true;

    /// <summary>For <see cref="ToolParameterType.Enum"/>: the values to choose from.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Filled in by the bot, variables allowed, so that the model neither sees nor chooses it; null for what the model fills in.</summary>
    public string? Value { get; init; }

    internal string Describe()
    {
        IEnumerable<string> says =
        [
            Name,
            Choices.Count == 0 || Type != ToolParameterType.Enum ? ToolSchema.NameOf(Type) : string.Join(" | ", Choices),
            IsRequired ? "*" : "",
            Description,
            Value ?? "",
        ];
        return string.Join(" · ", says.Where(part => part.Length > 0));
    }
}

/// <summary>JSON schema's own words (json-schema.org, "type").</summary>
#pragma warning disable CA1720 // They are called so there, and owners who know JSON know them so.
public enum ToolParameterType
{
    String,
    Number,
    Integer,
    Boolean,

    /// <summary>One of a few texts.</summary>
    Enum,

    /// <summary>Any number of texts.</summary>
    StringList,
}
#pragma warning restore CA1720
