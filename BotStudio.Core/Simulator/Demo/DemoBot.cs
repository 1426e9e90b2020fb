using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Templates;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Simulator.Demo;

/// <summary>
/// The bot that visitors talk to before they sign up: a shipped document, <c>demo.json</c> beside this class. It asks no model and calls no
/// server, so an answer costs nothing and nobody's key.
/// </summary>
public static class DemoBot
{
    public const string Name = "Lumo";

    private static readonly Dictionary<string, BotSnapshot> Snapshots = Languages.All.ToDictionary(
        language => language.Code,
        language => BotSnapshot.Compile(Document(language.Code), number: 1)
    );

    public static BotDocument Document(string language) => Load().Create(Name, language, Languages.All.Select(each => each.Code));

    /// <summary>Compiled once for each main language, because what owners see of it is written in that.</summary>
    internal static BotSnapshot In(string language) => Snapshots[language];

    private static BotTemplate Load()
    {
        using var json = typeof(DemoBot).Assembly.GetManifestResourceStream($"{typeof(DemoBot).Namespace}.demo.json");
        return BotTemplate.Parse("demo", json ?? throw new InvalidOperationException("There is no file demo.json."));
    }
}
