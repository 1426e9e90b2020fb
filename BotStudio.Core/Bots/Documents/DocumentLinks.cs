using System.Text.Json;
using System.Text.Json.Nodes;

namespace BotStudio.Core.Bots.Documents;

/// <summary>
/// What in a document points at things that are kept beside it: files of its bot (<c>fileId</c>), chats that are connected to it (<c>chats</c>). By the names
/// in the JSON, wherever they stand.
/// </summary>
internal static class DocumentLinks
{
    /// <summary>Files that it shows, with the places where it does.</summary>
    public static ILookup<Guid, string> Files(BotDocument document)
    {
        var found = new List<(Guid Id, string Place)>();
        Visit(
            JsonSerializer.SerializeToNode(document, DocumentJson.Options),
            "",
            (id, place) =>
            {
                found.Add((id, place));
                return id;
            },
            _ => true
        );
        return found.ToLookup(file => file.Id, file => file.Place);
    }

    public static IReadOnlyList<Guid> Chats(BotDocument document)
    {
        var found = new List<Guid>();
        Visit(
            JsonSerializer.SerializeToNode(document, DocumentJson.Options),
            "",
            (id, _) => id,
            id =>
            {
                found.Add(id);
                return true;
            }
        );
        return found;
    }

    /// <param name="file">The file's id from now on; null takes the link out.</param>
    /// <param name="isChat">Whether there is such a chat.</param>
    public static BotDocument Relink(BotDocument document, Func<Guid, Guid?> file, Func<Guid, bool> isChat)
    {
        var json = JsonSerializer.SerializeToNode(document, DocumentJson.Options)!;
        Visit(json, "", (id, _) => file(id), isChat);
        return json.Deserialize<BotDocument>(DocumentJson.Options)!;
    }

    private static void Visit(JsonNode? node, string place, Func<Guid, string, Guid?> file, Func<Guid, bool> isChat)
    {
        if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                Visit(items[i], $"{place}/{i}", file, isChat);
            }
        }

        foreach (var (name, value) in node is JsonObject members ? members.ToArray() : [])
        {
            var at = $"{place}/{JsonPlace.Escape(name)}";
            if (name.EndsWith("fileId", StringComparison.OrdinalIgnoreCase) && IdIn(value) is { } id)
            {
                if (file(id, at) is { } now)
                {
                    node![name] = now;
                }
                else
                {
                    node!.AsObject().Remove(name);
                }
            }
            else if (name == "chats" && value is JsonArray chats && chats.All(chat => IdIn(chat) is not null))
            {
                node![name] = new JsonArray([.. chats.Where(chat => isChat(IdIn(chat)!.Value)).Select(chat => chat!.DeepClone())]);
            }
            else
            {
                Visit(value, at, file, isChat);
            }
        }
    }

    private static Guid? IdIn(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) && Guid.TryParse(text, out var id) ? id : null;
}
