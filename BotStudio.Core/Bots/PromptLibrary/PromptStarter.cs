using System.Text.Json;
using System.Text.Json.Nodes;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Bots.PromptLibrary;

/// <summary>A prompt to begin with, in every language of the product; what only the owner knows stands in square brackets.</summary>
/// <param name="Key">Name of its file: <c>shop</c>.</param>
/// <param name="Icon">Id of a symbol in wwwroot/images/icons.svg.</param>
public sealed record PromptStarter(string Key, string Icon, LocalizedText Title, LocalizedText Summary, LocalizedText Text)
{
    /// <summary>All words of the search are in what it is called, is about, or says.</summary>
    /// <param name="language">Of the reader.</param>
    public bool Matches(string search, string language)
    {
        var words = string.Join(
            ' ',
            Title.In(language, Languages.Default),
            Summary.In(language, Languages.Default),
            Text.In(language, Languages.Default)
        );
        return search
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .All(word => words.Contains(word, StringComparison.InvariantCultureIgnoreCase));
    }

    internal static PromptStarter Parse(string key, Stream json)
    {
        var file = JsonNode.Parse(json)!.AsObject();
        return new PromptStarter(key, file["icon"]!.GetValue<string>(), TextOf("title"), TextOf("summary"), TextOf("prompt"));

        LocalizedText TextOf(string member) => file[member].Deserialize<LocalizedText>()!;
    }
}
