using System.Globalization;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Bots.Frame;

/// <summary>
/// A place in a draft as pages know it: the problem's JSON pointer, with the position of a command, form, question, option or ending replaced by its id,
/// so that it still points there after they were moved. Inputs carry it as <c>data-place</c>.
/// </summary>
/// <param name="Section">Last part of the section's address: <c>commands</c>, <c>prompt</c>, <c>forms</c>, <c>settings</c>.</param>
/// <param name="Command">The command that the place is in, or null.</param>
/// <param name="Language">The language of the text that the place is, or null.</param>
public sealed record DraftPlace(string Key, string Section, Command? Command, string? Language)
{
    public const string Welcome = "/welcome";
    public const string Fallback = "/fallback";

    /// <summary>Name of the query parameter that says which place a page opens with.</summary>
    public const string Query = "at";

    /// <summary>The form that the place is in, or null.</summary>
    public Form? Form { get; init; }

    public static DraftPlace Of(BotDocument document, string? problemPlace)
    {
        var parts = (problemPlace ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var language = parts.Length > 0 && Languages.IsKnown(parts[^1]) ? parts[^1] : null;
        return parts switch
        {
            ["commands", var number, ..]
                when int.TryParse(number, CultureInfo.InvariantCulture, out var index) && index < document.Commands.Count => new DraftPlace(
                string.Join('/', [KeyOf(document.Commands[index]), .. parts[2..]]),
                "commands/" + document.Commands[index].Id,
                document.Commands[index],
                language
            ),
            ["forms", var number, .. var rest]
                when int.TryParse(number, CultureInfo.InvariantCulture, out var index) && index < document.Forms.Count => new DraftPlace(
                string.Join('/', [KeyOf(document.Forms[index]), .. ById(document.Forms[index], rest)]),
                "forms/" + document.Forms[index].Id,
                null,
                language
            )
            {
                Form = document.Forms[index],
            },
            ["forms", ..] => new DraftPlace(problemPlace!, "forms", null, language),
            ["commands", ..] => new DraftPlace(problemPlace!, "commands", null, language),
            ["welcome", ..] => new DraftPlace(problemPlace!, "commands/texts/welcome", null, language),
            ["fallback", ..] => new DraftPlace(problemPlace!, "commands/texts/fallback", null, language),
            ["systemTexts", ..] => new DraftPlace(problemPlace!, "translations/system", null, language),
            ["contactFields", ..] => new DraftPlace(problemPlace!, "contacts/fields", null, language),
            ["prompt", "model" or "fallbackModel" or "temperature" or "maxOutputTokens" or "historyLength", ..] => new DraftPlace(
                problemPlace!,
                "prompt/model",
                null,
                language
            ),
            ["prompt", "tools", ..] => new DraftPlace(problemPlace!, "prompt/tools", null, language),
            ["media" or "safety" or "keptAnswers", ..] => new DraftPlace(problemPlace!, "prompt/safety", null, language),
            ["prompt", ..] => new DraftPlace(problemPlace!, "prompt", null, language),
            _ => new DraftPlace(problemPlace ?? "", "settings", null, language),
        };
    }

    public static string KeyOf(Command command) => "/commands/" + command.Id;

    public static string KeyOf(Form form) => "/forms/" + form.Id;

    public static string KeyOf(Form form, FormField field) => $"{KeyOf(form)}/fields/{field.Id}";

    public string Href(Guid botId) => $"/app/bots/{botId}/{Section}?{Query}={Uri.EscapeDataString(Key)}";

    private static string[] ById(Form form, string[] place) =>
        place switch
        {
            ["fields", var number, "options", var option, .. var rest] when At(form.Fields, number) is { } field =>
            [
                "fields",
                field.Id,
                "options",
                At(OptionsOf(field), option)?.Id ?? option,
                .. rest,
            ],
            ["fields", var number, .. var rest] when At(form.Fields, number) is { } field => ["fields", field.Id, .. rest],
            ["endings", var number, .. var rest] when At(form.Endings, number) is { } ending => ["endings", ending.Id, .. rest],
            _ => place,
        };

    private static IReadOnlyList<FieldOption> OptionsOf(FormField field) =>
        field switch
        {
            SelectField select => select.Options,
            MultiSelectField select => select.Options,
            _ => [],
        };

    private static T? At<T>(IReadOnlyList<T> items, string number)
        where T : class => int.TryParse(number, CultureInfo.InvariantCulture, out var index) && index < items.Count ? items[index] : null;
}
