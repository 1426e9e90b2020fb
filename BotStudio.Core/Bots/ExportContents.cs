using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots;

/// <summary>What is inside an exported bot, for whoever decides whether to take it.</summary>
/// <param name="Parts">How many of each: <c>commands</c>, <c>forms</c>, as the document's members are called.</param>
/// <param name="LeftOut">Places of secrets that the file does not bring.</param>
/// <param name="Problems">What would keep the bot from being published.</param>
public sealed record ExportContents(
    string Name,
    string DefaultLanguage,
    IReadOnlyList<string> Languages,
    DateTimeOffset? ExportedAt,
    IReadOnlyDictionary<string, int> Parts,
    int Files,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<Problem> Problems
)
{
    public static ExportContents Of(BotExport file) =>
        new(
            file.Document.Name,
            file.Document.DefaultLanguage,
            file.Document.Languages,
            file.ExportedAt,
            PartsOf(file.Document),
            file.Files.Count,
            file.LeftOut,
            DocumentCheck.Run(file.Document)
        );

    private static Dictionary<string, int> PartsOf(BotDocument document) =>
        JsonSerializer
            .SerializeToNode(document, DocumentJson.Options)!
            .AsObject()
            .Where(member => member.Value is JsonArray { Count: > 0 } items && items.All(item => item is JsonObject))
            .ToDictionary(member => member.Key, member => member.Value!.AsArray().Count);
}
