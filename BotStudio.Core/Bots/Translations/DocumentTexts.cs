using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Bots.Translations;

/// <summary>
/// All that contacts read, wherever in the document it is. Found by type (<see cref="LocalizedText"/>) on the way that the JSON takes, so a new kind
/// of part is translated without a line here. The owner's words for built-in texts are not among them: without any, the built-in ones are said.
/// </summary>
public sealed class DocumentTexts
{
    private const string SystemTexts = "systemTexts";

    private readonly List<DocumentText> found = [];

    private DocumentTexts() { }

    /// <summary>In the order of the document. Texts that are written in no language at all are left out.</summary>
    public static IReadOnlyList<DocumentText> In(BotDocument document)
    {
        var texts = new DocumentTexts();
        foreach (var (name, value) in Members(document).Where(member => member.Name != SystemTexts))
        {
            texts.AddPart(name, value);
        }

        return texts.found;
    }

    /// <summary>The document with other texts. Texts that are no longer there stay away.</summary>
    /// <param name="texts">By key; an empty one is taken out.</param>
    public static BotDocument With(BotDocument document, string language, IReadOnlyDictionary<string, string> texts)
    {
        var places = In(document).Where(text => texts.ContainsKey(text.Key)).Select(text => (text.Place, texts[text.Key])).ToList();
        if (places.Count == 0)
        {
            return document;
        }

        var json = JsonSerializer.SerializeToNode(document, DocumentJson.Options)!;
        foreach (var (place, written) in places)
        {
            var text = (JsonObject)JsonPlace.Find(json, place)!;
            if (written.Length == 0)
            {
                text.Remove(language);
            }
            else
            {
                text[language] = written;
            }
        }

        return json.Deserialize<BotDocument>(DocumentJson.Options)!;
    }

    private void AddPart(string name, object? value)
    {
        if (value is IEnumerable items and not (string or LocalizedText))
        {
            var number = 0;
            foreach (var item in items)
            {
                var group = new TextGroup($"/{name}/{IdOf(item) ?? Written(number)}", name, NameOf(item));
                Add(item, group.Id, $"/{name}/{number++}", group, [], "");
            }
        }
        else
        {
            Add(value, "/" + name, "/" + name, new TextGroup("/" + name, name, null), [], name);
        }
    }

    private void Add(object? value, string key, string place, TextGroup group, IReadOnlyList<TextPosition> within, string member)
    {
        switch (value)
        {
            case LocalizedText { IsBlank: true }:
            case null or string:
                break;

            case LocalizedText text:
                found.Add(new DocumentText(key, place, group, within, member, text));
                break;

            case IDictionary entries:
                foreach (DictionaryEntry entry in entries)
                {
                    var step = "/" + JsonPlace.Escape((string)entry.Key);
                    Add(entry.Value, key + step, place + step, group, within, (string)entry.Key);
                }

                break;

            case IEnumerable items:
                AddItems(items, key, place, group, within, member);
                break;

            default:
                foreach (var (name, inner) in Members(value))
                {
                    Add(inner, $"{key}/{name}", $"{place}/{name}", group, inner is IEnumerable ? within : [.. within, new(name, 1)], name);
                }

                break;
        }
    }

    /// <param name="before">How many of their like came before them, in earlier rows.</param>
    /// <returns>How many came up to here.</returns>
    private int AddItems(
        IEnumerable items,
        string key,
        string place,
        TextGroup group,
        IReadOnlyList<TextPosition> within,
        string list,
        int before = 0
    )
    {
        var index = 0;
        foreach (var item in items)
        {
            var at = $"{place}/{Written(index)}";
            if (item is IEnumerable row and not (string or LocalizedText))
            {
                // Rows of buttons: a button is itself in whichever row it stands.
                before = AddItems(row, key, at, group, within, list, before);
            }
            else
            {
                Add(item, $"{key}/{IdOf(item) ?? Written(index)}", at, group, [.. within, new TextPosition(list, ++before)], "");
            }

            index++;
        }

        return before;
    }

    private static IEnumerable<(string Name, object? Value)> Members(object part)
    {
        var type = DocumentJson.Options.GetTypeInfo(part.GetType());
        return type.Kind != JsonTypeInfoKind.Object
            ? []
            : type
                .Properties.Where(property => property.Get is not null && !IsDormant(part, property.Name))
                // What every question says comes before what only this type of question has.
                .OrderBy(property => Depth(property.PropertyType == typeof(LocalizedText) ? property.DeclaringType : part.GetType()))
                .Select(property => (property.Name, property.Get!(part)));
    }

    private static bool IsDormant(object part, string member) => part is IHasDormantMembers members && members.IsDormant(member);

    private static int Depth(Type type) => type.BaseType is { } parent ? Depth(parent) + 1 : 0;

    private static string? IdOf(object? part) => Member(part, "id") is string { Length: > 0 } id ? id : null;

    private static string? NameOf(object? part) => Member(part, "name") as string ?? Member(part, "key") as string;

    private static object? Member(object? part, string name) =>
        part is null ? null : Members(part).FirstOrDefault(member => member.Name == name).Value;

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
}
