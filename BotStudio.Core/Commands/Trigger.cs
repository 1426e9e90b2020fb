using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Translations;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Commands;

public enum TriggerKind
{
    /// <summary>The message is the phrase and nothing else, apart from blanks and punctuation around it.</summary>
    Exact,

    /// <summary>The message has the phrase in it, as whole words.</summary>
    Contains,

    /// <summary>The message fits a regular expression of .NET. What its first group found is the command's argument.</summary>
    Regex,
}

/// <summary>
/// Words that call a command without a slash, whatever their case. There may be other words for each language, and all of them count: people
/// write in the language of the moment, not in that of their phone.
/// </summary>
public sealed record Trigger : IHasDormantMembers
{
    /// <summary>Characters of one phrase or expression.</summary>
    public const int MaxLength = 200;

    public string Id { get; init; } = PartId.New();

    public TriggerKind Kind { get; init; } = TriggerKind.Contains;

    /// <summary>The phrase, or the expression.</summary>
    public LocalizedText Text { get; init; } = [];

    /// <summary>Nobody translates an expression.</summary>
    bool IHasDormantMembers.IsDormant(string member) => Kind == TriggerKind.Regex && member == "text";

    internal void Check(DocumentCheck check, string place)
    {
        check.Id(Id, place + "/id");
        if (Text.IsBlank)
        {
            check.Add("triggers.empty", $"{place}/text/{check.Document.DefaultLanguage}");
        }

        check.OptionalText(Text, place + "/text", MaxLength);
        foreach (var (language, pattern) in Kind == TriggerKind.Regex ? Text : [])
        {
            if (pattern.Length <= MaxLength && OwnerPattern.ErrorOffsetIn(pattern) is { } offset)
            {
                check.Add("triggers.bad_regex", $"{place}/text/{language}", offset + 1);
            }
        }
    }

    internal void Outline(DocumentOutline outline)
    {
        var id = "trigger/" + Id;
        var name = Text.In(outline.Document.DefaultLanguage, outline.Document.DefaultLanguage);
        outline.Item(id, "trigger", name, name);
        outline.Choice(id + "/kind", "trigger_kind", Kind.ToString().ToLowerInvariant(), name);
        outline.Texts(id + "/text", "trigger_text", Text, name);
    }
}
