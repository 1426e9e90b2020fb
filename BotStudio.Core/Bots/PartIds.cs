using System.Text.Json;
using System.Text.Json.Nodes;

namespace BotStudio.Core.Bots;

/// <summary>Whether a document that comes from elsewhere brings its parts' ids along.</summary>
public enum PartIds
{
    /// <summary>Conversations, entries and buttons of the bot keep pointing at the same parts.</summary>
    Keep,

    /// <summary>A bot of its own: nothing that was kept about the other one is taken for this one's.</summary>
    Renew,
}

/// <summary>
/// Gives the parts of a document new ids, and what refers to them too. By the names in the JSON: a part's id is called <c>id</c>, a reference ends
/// with <c>Id</c> or <c>Ids</c> (<c>commandId</c>), so that parts which are added later are covered without a line here.
/// </summary>
public static class RenewIds
{
    public static BotDocument In(BotDocument document)
    {
        var json = JsonSerializer.SerializeToNode(document, DocumentJson.Options)!;
        var renewed = new Dictionary<string, string>();
        Collect(json, renewed);
        Replace(json, renewed);
        return json.Deserialize<BotDocument>(DocumentJson.Options)!;
    }

    private static void Collect(JsonNode? node, Dictionary<string, string> renewed)
    {
        foreach (var item in node as JsonArray ?? [])
        {
            Collect(item, renewed);
        }

        foreach (var (name, value) in Members(node))
        {
            if (name == "id" && Text(value) is { } id)
            {
                // The same id in two places stays the same in both: it may be a field of two forms.
                renewed.TryAdd(id, PartId.New());
            }

            Collect(value, renewed);
        }
    }

    private static void Replace(JsonNode? node, Dictionary<string, string> renewed)
    {
        foreach (var item in node as JsonArray ?? [])
        {
            Replace(item, renewed);
        }

        foreach (var (name, value) in Members(node))
        {
            if ((name == "id" || name.EndsWith("Id", StringComparison.Ordinal)) && Renewed(value, renewed) is { } id)
            {
                node![name] = id;
            }
            else if (name.EndsWith("Ids", StringComparison.Ordinal) && value is JsonArray ids)
            {
                for (var i = 0; i < ids.Count; i++)
                {
                    ids[i] = Renewed(ids[i], renewed) ?? ids[i]?.DeepClone();
                }
            }
            else
            {
                Replace(value, renewed);
            }
        }
    }

    private static KeyValuePair<string, JsonNode?>[] Members(JsonNode? node) => node is JsonObject members ? [.. members] : [];

    private static string? Renewed(JsonNode? node, Dictionary<string, string> renewed) =>
        Text(node) is { } id ? renewed.GetValueOrDefault(id) : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
