using BotStudio.Core.Bots;
using BotStudio.Core.Forms;

namespace BotStudio.Web.Forms;

/// <summary>The variables that texts of a form may use: those of every text, and answers that are there by then.</summary>
public static class FormVariables
{
    public static IEnumerable<string> Before(Form form, string fieldId) => Of(form.Fields.TakeWhile(field => field.Id != fieldId));

    public static IEnumerable<string> After(Form form) => Of(form.Fields);

    private static IEnumerable<string> Of(IEnumerable<Core.Forms.Fields.FormField> fields) =>
        [.. TemplateVariables.All.Where(name => name != TemplateVariables.Arguments)];
}
