namespace BotStudio.Core.Ai.Tools;

/// <summary>Every tool of the product, in the order in which owners see them.</summary>
public static class BuiltInTools
{
    public static readonly IReadOnlyList<BuiltInTool> All =
    [
        new RegisterLeadTool(),
        new SaveContactFieldTool(),
        new StartFormTool(),
        new RunCommandTool(),
        new AskHumanTool(),
    ];

    public static readonly IReadOnlySet<string> Names = All.Select(tool => tool.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public static BuiltInTool? Find(string name) => All.FirstOrDefault(tool => tool.Name == name);
}
