using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Bots.Translations;

/// <summary>Says in the reader's language what a text is: "Command /price", "Question 2 · Help". What has no word of its own yet is still told apart.</summary>
public sealed class TextLabels(IStringLocalizer<TranslationsText> texts)
{
    public string OfGroup(TextGroup group) =>
        Find($"group.{Snake(group.Member)}", group.Name ?? "") ?? group.Name ?? Readable(group.Member);

    public string Of(DocumentText text)
    {
        var lists = text.Within.Select(position => Find($"within.{Snake(position.List)}", position.Number)).OfType<string>().ToList();
        // A button is its caption, a question what it asks: only what they have beside that needs a word.
        var isCaption =
            lists.Count > 0 && (text.Member is "text" or "question" || (text.Member == "label" && text.Within[^1].List is not "fields"));
        return string.Join(" · ", isCaption ? lists : [.. lists, OfMember(text.Member)]);
    }

    private string OfMember(string member) => Find($"member.{Snake(member)}") ?? Readable(member);

    private string? Find(string key, params object[] args) => texts[key, args] is { ResourceNotFound: false } found ? found.Value : null;

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static string Readable(string name) =>
        Snake(name).Replace('_', ' ') is { Length: > 0 } words ? char.ToUpperInvariant(words[0]) + words[1..] : "";
}
