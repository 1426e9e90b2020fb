using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Bots.Versions;

/// <summary>
/// Brings together what two people changed in the same draft at the same time, as long as they changed different things: other fields, other
/// commands, other languages of a text. Pure.
/// </summary>
public static class MergeDrafts
{
    /// <param name="before">What both began with.</param>
    /// <returns>Both changes together; null when they touch the same thing in different ways.</returns>
    public static BotDocument? TryMerge(BotDocument before, BotDocument mine, BotDocument theirs)
    {
        try
        {
            return Merge(Node(before), Node(mine), Node(theirs))?.Deserialize<BotDocument>(DocumentJson.Options);
        }
        catch (Exception e) when (e is SameThingException or JsonException)
        {
            // JsonException: one changed a command's type, the other what only the former type has.
            return null;
        }
    }

    private static JsonNode? Node(BotDocument document) => JsonSerializer.SerializeToNode(document, DocumentJson.Options);

    private static JsonNode? Merge(JsonNode? before, JsonNode? mine, JsonNode? theirs)
    {
        if (JsonNode.DeepEquals(mine, theirs) || JsonNode.DeepEquals(before, theirs))
        {
            return mine?.DeepClone();
        }

        if (JsonNode.DeepEquals(before, mine))
        {
            return theirs?.DeepClone();
        }

        return (before, mine, theirs) switch
        {
            (JsonObject b, JsonObject m, JsonObject t) => MergeMembers(b, m, t),
            (JsonArray b, JsonArray m, JsonArray t) when HaveIds(b) && HaveIds(m) && HaveIds(t) => MergeParts(b, m, t),
            _ => throw new SameThingException(),
        };
    }

    private static JsonObject MergeMembers(JsonObject before, JsonObject mine, JsonObject theirs)
    {
        var merged = new JsonObject();
        foreach (var name in mine.Select(member => member.Key).Union(theirs.Select(member => member.Key)))
        {
            if (Merge(before[name], mine[name], theirs[name]) is { } value)
            {
                merged[name] = value;
            }
        }

        return merged;
    }

    /// <summary>A list of parts that have ids, such as the commands: matched by id, wherever they were moved to.</summary>
    private static JsonArray MergeParts(JsonArray before, JsonArray mine, JsonArray theirs)
    {
        var (b, m, t) = (ById(before), ById(mine), ById(theirs));
        var merged = new JsonArray();
        foreach (var id in MergeOrder([.. b.Keys], [.. m.Keys], [.. t.Keys]))
        {
            if (Merge(b.GetValueOrDefault(id), m.GetValueOrDefault(id), t.GetValueOrDefault(id)) is { } part)
            {
                merged.Add(part);
            }
        }

        return merged;
    }

    /// <summary>The order of whoever moved something; what the other one added follows the same neighbour as there.</summary>
    private static List<string> MergeOrder(List<string> before, List<string> mine, List<string> theirs)
    {
        var iMoved = !before.Intersect(mine).SequenceEqual(mine.Intersect(before));
        var theyMoved = !before.Intersect(theirs).SequenceEqual(theirs.Intersect(before));
        if (iMoved && theyMoved)
        {
            throw new SameThingException();
        }

        var (order, other) = theyMoved ? (theirs, mine) : (mine, theirs);
        var merged = new List<string>(order);
        for (var i = 0; i < other.Count; i++)
        {
            if (!merged.Contains(other[i]))
            {
                merged.Insert(i == 0 ? 0 : merged.IndexOf(other[i - 1]) + 1, other[i]);
            }
        }

        return merged;
    }

    private static bool HaveIds(JsonArray parts) =>
        parts.All(part => part is JsonObject named && named["id"] is JsonValue id && id.GetValueKind() == JsonValueKind.String)
        && parts.Select(part => (string?)part!["id"]).Distinct().Count() == parts.Count;

    private static OrderedDictionary<string, JsonNode?> ById(JsonArray parts) =>
        new(parts.Select(part => KeyValuePair.Create((string)part!["id"]!, (JsonNode?)part)));

    private sealed class SameThingException : Exception;
}
