using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Commands;

/// <summary>A part of the document: what the bot does when a contact sends /name, or words that a trigger waits for.</summary>
public sealed record Command
{
    /// <summary>Letters, digits and underscores (Telegram Bot API, BotCommand.command).</summary>
    public const int MaxNameLength = 32;

    /// <summary>Telegram Bot API, BotCommand.description.</summary>
    public const int MaxDescriptionLength = 256;

    public const int MaxAliases = 20;

    /// <summary>Triggers of one command.</summary>
    public const int MaxTriggers = 50;

    /// <summary>The highest and, below zero, the lowest.</summary>
    public const int MaxPriority = 1000;

    public string Id { get; init; } = PartId.New();

    /// <summary>1 to 32 characters of a-z, 0-9 and _, without the slash.</summary>
    public required string Name { get; init; }

    /// <summary>Further names that work like <see cref="Name"/> and are listed nowhere.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Words that call the command without a slash.</summary>
    public IReadOnlyList<Trigger> Triggers { get; init; } = [];

    /// <summary>-1000 to 1000. Of several commands whose triggers fit, the one with the highest answers; of equal ones the first in the list.</summary>
    public int Priority { get; init; }

    /// <summary>Shown beside the command in the channel's menu; without one the command works and is not listed.</summary>
    public LocalizedText Description { get; init; } = [];

    public bool IsActive { get; init; } = true;

    public required Response Response { get; init; }

    /// <param name="names">Those of other commands; this one's is added.</param>
    internal void CheckName(DocumentCheck check, string place, HashSet<string> names) => CheckName(check, Name, place + "/name", names);

    /// <param name="names">Those of all commands, so that an alias is to blame and never the command that it is called as.</param>
    internal void Check(DocumentCheck check, string place, HashSet<string> names)
    {
        if (Aliases.Count > MaxAliases)
        {
            check.Add("commands.too_many_aliases", place + "/aliases", MaxAliases);
        }

        for (var i = 0; i < Aliases.Count; i++)
        {
            CheckName(check, Aliases[i], $"{place}/aliases/{i}", names);
        }

        if (Triggers.Count > MaxTriggers)
        {
            check.Add("triggers.too_many", place + "/triggers", MaxTriggers);
        }

        for (var i = 0; i < Triggers.Count; i++)
        {
            Triggers[i].Check(check, $"{place}/triggers/{i}");
        }

        if (Priority is < -MaxPriority or > MaxPriority)
        {
            check.Add("commands.priority_range", place + "/priority", MaxPriority);
        }

        check.Id(Id, place + "/id");
        check.OptionalText(Description, place + "/description", MaxDescriptionLength);
        Response.Check(check, place + "/response");
    }

    internal void Outline(DocumentOutline outline)
    {
        outline.Value("name", "command_name", "/" + Name);
        outline.Value("aliases", "aliases", string.Join(", ", Aliases.Select(alias => "/" + alias)));
        outline.Switch("active", "command", IsActive);
        outline.Texts("description", "description", Description);
        outline.Value("priority", "priority", Priority == 0 ? null : DocumentOutline.Number(Priority));
        foreach (var trigger in Triggers)
        {
            trigger.Outline(outline);
        }

        outline.Choice("type", "response_type", ResponseTypes.KeyOf(Response));
        Response.Outline(outline);
    }

    private static void CheckName(DocumentCheck check, string? name, string place, HashSet<string> names)
    {
        if (!IsName(name))
        {
            check.Add("commands.bad_name", place);
        }
        else if (!names.Add(name!))
        {
            check.Add("commands.name_twice", place, name!);
        }
    }

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength } && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
