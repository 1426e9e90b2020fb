using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Fields;

namespace BotStudio.Web.Forms;

/// <summary>The variables that texts of a form may use: those of every text of the bot, and the form's own answers that are there by then.</summary>
public static class FormVariables
{
    /// <summary>Before the first question.</summary>
    public static IEnumerable<string> AtFirst(BotDocument document) =>
        [
            .. TemplateVariables
                .Of(document)
                .Where(name =>
                    name is not TemplateVariables.Arguments && !name.StartsWith(TemplateVariables.FormPrefix, StringComparison.Ordinal)
                ),
        ];

    public static IEnumerable<string> Before(BotDocument document, Form form, string fieldId) =>
        Of(document, form.Fields.TakeWhile(field => field.Id != fieldId));

    public static IEnumerable<string> After(BotDocument document, Form form) => Of(document, form.Fields);

    private static IEnumerable<string> Of(BotDocument document, IEnumerable<FormField> answered) =>
        [.. answered.Select(field => TemplateVariables.FormPrefix + field.Key).Distinct(), .. AtFirst(document)];
}
