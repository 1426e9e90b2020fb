using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Tools;

/// <summary>What the model may do besides answering. A part of the document: only a published version changes what contacts can make happen.</summary>
public sealed record ToolSettings
{
    public const int MostOwn = 20;
    public const int MostRounds = 8;

    /// <summary>Those of the product that are switched on, by their names: <c>register_lead</c>.</summary>
    public IReadOnlyDictionary<string, BuiltInUse> BuiltIn { get; init; } = new Dictionary<string, BuiltInUse>();

    /// <summary>The owner's.</summary>
    public IReadOnlyList<HttpTool> Own { get; init; } = [];

    /// <summary>How often the model may call tools for one answer, 1 to 8; then it has to answer with what it knows.</summary>
    public int MaxRounds { get; init; } = 4;

    public void Check(DocumentCheck check, string place, IReadOnlySet<string> builtInNames)
    {
        if (MaxRounds is < 1 or > MostRounds)
        {
            check.Add("tools.rounds_range", place + "/maxRounds", MostRounds);
        }

        foreach (var name in BuiltIn.Keys.Where(name => !builtInNames.Contains(name)))
        {
            check.Add("tools.unknown_built_in", $"{place}/builtIn/{JsonPlace.Escape(name)}", name);
        }

        if (Own.Count > MostOwn)
        {
            check.Add("tools.too_many", place + "/own", MostOwn);
        }

        var names = new HashSet<string>(builtInNames, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Own.Count; i++)
        {
            HttpToolRules.Check(check, Own[i], $"{place}/own/{i}", names, builtInNames);
        }
    }

    public void Outline(DocumentOutline outline)
    {
        outline.Group("tools", "tools");
        outline.Value("maxRounds", "tool_rounds", DocumentOutline.Number(MaxRounds));
        foreach (var (name, use) in BuiltIn)
        {
            outline.Value("builtIn/" + name, "built_in_tool", use.Describe(outline.Document, name), name);
        }

        foreach (var tool in Own)
        {
            outline.Group("tool/" + tool.Id, "tool", tool.Name);
            tool.Outline(outline);
        }
    }
}

/// <summary>How far a tool of the product may go.</summary>
public sealed record BuiltInUse
{
    /// <summary>Ids of the forms, commands or contact fields that it may use; null for all that the version has.</summary>
    public IReadOnlyList<string>? PartIds { get; init; }

    public bool Allows(string partId) => PartIds?.Contains(partId) ?? true;

    internal string Describe(BotDocument document, string name)
    {
        var known = document
            .Forms.Select(form => (form.Id, form.Name))
            .Concat(document.Commands.Select(command => (command.Id, Name: "/" + command.Name)))
            .Concat(document.ContactFields.Select(field => (field.Id, Name: field.Key)));
        return PartIds is null
            ? name
            : $"{name}: {string.Join(", ", known.Where(part => PartIds.Contains(part.Id)).Select(part => part.Name))}";
    }
}
