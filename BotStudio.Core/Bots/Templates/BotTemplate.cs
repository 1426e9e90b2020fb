using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Bots.Templates;

/// <summary>
/// A bot to begin with: a <see cref="BotDocument"/> with every text in every language of the product, as JSON beside this class. A prompt is one
/// text in a document, so the template keeps one for each language and the bot takes that of its default language. So does any other text that a
/// document has only once, such as the name of a form: the template says <c>{"inDefaultLanguage": {"en": "Order", …}}</c> in its place.
/// </summary>
public sealed class BotTemplate
{
    private const string InDefaultLanguage = "inDefaultLanguage";

    private readonly JsonObject document;
    private readonly LocalizedText prompt;

    private BotTemplate(string key, JsonObject file)
    {
        Key = key;
        Icon = file["icon"]!.GetValue<string>();
        Title = Text(file["title"]);
        Summary = Text(file["summary"]);
        prompt = Text(file["prompt"]);
        document = file["document"]!.AsObject();
    }

    /// <summary>Name of its file: <c>support</c>.</summary>
    public string Key { get; }

    /// <summary>Id of a symbol in wwwroot/images/icons.svg.</summary>
    public string Icon { get; }

    public LocalizedText Title { get; }

    public LocalizedText Summary { get; }

    /// <summary>A new bot's document. Texts in languages that it does not speak are left out.</summary>
    /// <param name="languages">Codes of <see cref="Languages"/>; <paramref name="defaultLanguage"/> is spoken in any case.</param>
    public BotDocument Create(string name, string defaultLanguage, IEnumerable<string> languages)
    {
        var spoken = languages.Append(defaultLanguage).ToHashSet();
        var ordered = Languages.All.Select(language => language.Code).Where(spoken.Contains).ToArray();
        var kept = document.DeepClone();
        KeepOnly(spoken, kept);

        Choose(defaultLanguage, kept);

        var bot = DocumentJson.Read(kept.ToJsonString());
        return bot with
        {
            Name = name,
            DefaultLanguage = defaultLanguage,
            Languages = ordered,
            Prompt = bot.Prompt with { Text = prompt.In(defaultLanguage, Languages.Default) },
        };
    }

    internal static BotTemplate Parse(string key, Stream json) => new(key, JsonNode.Parse(json)!.AsObject());

    // A text is an object with nothing but languages for names, wherever in a document it is.
    internal static void KeepOnly(HashSet<string> spoken, JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                {
                    KeepOnly(spoken, item);
                }

                break;

            case JsonObject text when text.Count > 0 && text.All(entry => Languages.IsKnown(entry.Key)):
                foreach (var language in text.Select(entry => entry.Key).Where(code => !spoken.Contains(code)).ToArray())
                {
                    text.Remove(language);
                }

                break;

            case JsonObject parts:
                foreach (var (_, part) in parts)
                {
                    KeepOnly(spoken, part);
                }

                break;
        }
    }

    private static void Choose(string language, JsonNode? node)
    {
        foreach (var item in node as JsonArray ?? [])
        {
            Choose(language, item);
        }

        foreach (var (name, value) in node is JsonObject members ? members.ToArray() : [])
        {
            if (value is JsonObject choice && choice[InDefaultLanguage] is { } texts)
            {
                node![name] = Text(texts).In(language, Languages.Default);
            }
            else
            {
                Choose(language, value);
            }
        }
    }

    private static LocalizedText Text(JsonNode? node) => node is null ? [] : node.Deserialize<LocalizedText>()!;
}
