using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BotStudio.Core.Bots.Documents;

/// <summary>Places in a document's JSON: pointers such as <c>/commands/2/name</c> (RFC 6901).</summary>
internal static partial class JsonPlace
{
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The pointer of a path as System.Text.Json writes it: <c>$.commands[2].name</c>, <c>$.texts['a.b']</c>.</summary>
    public static string FromPath(string? path) =>
        string.Concat(
            Step()
                .Matches(path ?? "")
                .Select(step => "/" + Escape(step.Groups["name"].Value + step.Groups["index"].Value + step.Groups["quoted"].Value))
        );

    public static string[] Steps(string pointer) =>
        [
            .. pointer
                .Split('/')
                .Skip(1)
                .Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)),
        ];

    /// <returns>Null when there is nothing at the place.</returns>
    public static JsonNode? Find(JsonNode? root, string pointer) =>
        Steps(pointer)
            .Aggregate(
                root,
                (node, step) =>
                    node switch
                    {
                        JsonObject members => members[step],
                        JsonArray items when Index(step) is { } index && index < items.Count => items[index],
                        _ => null,
                    }
            );

    /// <summary>Takes out what is at the place; true when something was.</summary>
    public static bool Remove(JsonNode root, string pointer)
    {
        var end = pointer.LastIndexOf('/');
        if (end < 0)
        {
            return false;
        }

        var name = Steps(pointer)[^1];
        switch (Find(root, pointer[..end]))
        {
            case JsonObject members:
                return members.Remove(name);
            case JsonArray items when Index(name) is { } index && index < items.Count:
                items.RemoveAt(index);
                return true;
            default:
                return false;
        }
    }

    private static int? Index(string step) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    [GeneratedRegex(
        @"\.(?<name>[^.\[]+)|\[(?<index>\d+)\]|\['(?<quoted>.*?)'\]",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Step();
}
