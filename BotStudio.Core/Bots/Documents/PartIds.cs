using System.Text.Json;
using System.Text.Json.Nodes;

namespace BotStudio.Core.Bots.Documents;

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
        // As it was: while ids are replaced, references are still looked up by the old ones.
        var parts = Parts(json.DeepClone()).Where(part => Text(part["id"]) is not null).ToLookup(part => Text(part["id"])!);
        // The same id in two places stays the same in both: it may be a field of two forms.
        Replace(json, parts.ToDictionary(part => part.Key, _ => PartId.New()), parts);
        return json.Deserialize<BotDocument>(DocumentJson.Options)!;
    }

    private static void Replace(JsonNode? node, Dictionary<string, string> renewed, ILookup<string, JsonObject> parts)
    {
        foreach (var item in node as JsonArray ?? [])
        {
            Replace(item, renewed, parts);
        }

        var members = Members(node);
        foreach (var (name, value) in members)
        {
            if (name == "id" || name.EndsWith("Id", StringComparison.Ordinal))
            {
                node![name] = Renewed(value, renewed) ?? value?.DeepClone();
            }
            else if (name.EndsWith("Ids", StringComparison.Ordinal) && value is JsonArray ids)
            {
                node![name] = new JsonArray([.. ids.Select(id => Renewed(id, renewed) ?? id?.DeepClone())]);
            }
            else if (name is "value" or "default" && Texts(value).Any(choice => IsInner(choice, members, parts)))
            {
                node![name] = value is JsonArray several
                    ? new JsonArray([.. several.Select(choice => Renewed(choice, renewed) ?? choice?.DeepClone())])
                    : Renewed(value, renewed);
            }
            else
            {
                Replace(value, renewed, parts);
            }
        }
    }

    private static IEnumerable<string> Texts(JsonNode? value) =>
        (value is JsonArray several ? several.Select(Text) : [Text(value)]).OfType<string>();

    /// <summary>
    /// What is suggested may be one of a part's own parts ("by post"), and a value beside a reference one of the other's ("question 2 is option k7m2").
    /// </summary>
    private static bool IsInner(string id, KeyValuePair<string, JsonNode?>[] members, ILookup<string, JsonObject> parts) =>
        members
            .Where(member => member.Key == "id" || member.Key.EndsWith("Id", StringComparison.Ordinal))
            .SelectMany(outer => parts[Text(outer.Value) ?? ""])
            .Any(outer => Parts(outer).Skip(1).Any(inner => Text(inner["id"]) == id));

    /// <summary>Every object that has an id, outer ones first.</summary>
    private static IEnumerable<JsonObject> Parts(JsonNode? node) =>
        node switch
        {
            JsonArray items => items.SelectMany(Parts),
            JsonObject members => members.SelectMany(member => Parts(member.Value)).Prepend(members).Where(part => part.ContainsKey("id")),
            _ => [],
        };

    private static KeyValuePair<string, JsonNode?>[] Members(JsonNode? node) => node is JsonObject members ? [.. members] : [];

    private static string? Renewed(JsonNode? node, Dictionary<string, string> renewed) =>
        Text(node) is { } id ? renewed.GetValueOrDefault(id) : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
