using System.Text.Json;
using System.Text.Json.Nodes;

namespace BotStudio.Tests.Channels.Telegram;

/// <summary>The Bot API's table of methods and types (Fixtures/telegram/spec), to hold requests against.</summary>
internal static class BotApiShape
{
    private static readonly JsonNode Spec = Read("bot-api-10.1.json", later: "bot-api-10.3-drafts.json");

    public static IEnumerable<string> UpdateKinds =>
        Spec["types"]!["Update"]!.AsArray().Select(known => known!["name"]!.GetValue<string>()).Where(name => name != "update_id");

    /// <summary>Unknown, missing and wrongly typed fields; empty when the request is as documented.</summary>
    public static IEnumerable<string> DifferencesIn(string method, JsonObject request) =>
        Compare(method, Spec["methods"]![method] ?? throw new ArgumentException($"No method {method}.", nameof(method)), request);

    /// <param name="later">Fields that methods and types have got since.</param>
    private static JsonNode Read(string table, string later)
    {
        var (spec, more) = (Open(table), Open(later));
        foreach (var part in new[] { "methods", "types" })
        {
            foreach (var (name, fields) in more[part]!.AsObject())
            {
                var known = spec[part]![name]!.AsArray();
                fields!.AsArray().ToList().ForEach(field => known.Add(field!.DeepClone()));
            }
        }

        return spec;
    }

    private static JsonNode Open(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "telegram", "spec", name)))!;

    private static IEnumerable<string> Compare(string place, JsonNode fields, JsonObject value)
    {
        var known = fields.AsArray().ToDictionary(field => field!["name"]!.GetValue<string>(), field => field!);
        foreach (var (name, field) in known.Where(pair => pair.Value["required"]!.GetValue<bool>() && value[pair.Key] is null))
        {
            yield return $"{place}.{name} is required";
        }

        foreach (var (name, content) in value)
        {
            if (!known.TryGetValue(name, out var field))
            {
                yield return $"{place}.{name} is not known";
                continue;
            }

            var types = field["types"]!.AsArray().Select(type => type!.GetValue<string>()).ToList();
            foreach (var difference in CompareType($"{place}.{name}", types, content!))
            {
                yield return difference;
            }
        }
    }

    private static IEnumerable<string> CompareType(string place, List<string> types, JsonNode value)
    {
        const string ArrayOf = "Array of ";
        var kind = value.GetValueKind();
        if (kind == JsonValueKind.Array && types.Find(type => type.StartsWith(ArrayOf, StringComparison.Ordinal)) is { } array)
        {
            return value.AsArray().SelectMany(item => CompareType(place, [array[ArrayOf.Length..]], item!));
        }

        if (kind == JsonValueKind.Object && types.Find(type => Spec["types"]![type] is not null) is { } known)
        {
            return Compare(place, Spec["types"]![known]!, value.AsObject());
        }

        var isRight = kind switch
        {
            JsonValueKind.String => types.Contains("String"),
            JsonValueKind.Number => types.Contains("Integer") || types.Contains("Float"),
            JsonValueKind.True or JsonValueKind.False => types.Contains("Boolean"),
            _ => false,
        };
        return isRight ? [] : [$"{place} is {kind}, not {string.Join(" or ", types)}"];
    }
}
