using BotStudio.Core.Bots;
using BotStudio.Core.Commands.Responses;
using Microsoft.Extensions.Localization;

namespace BotStudio.Web.Bots.Frame;

/// <summary>What variables are called for those who write texts: every bot's in the reader's language, a bot's own as the owner calls them.</summary>
public static class VariableNames
{
    public static string Of(IStringLocalizer<FrameText> texts, string variable, DraftSession draft)
    {
        var document = draft.Document;
        if (TemplateVariables.IsKnown(variable))
        {
            return texts[$"variables.{variable}"];
        }

        if (variable.StartsWith(TemplateVariables.FormPrefix, StringComparison.Ordinal))
        {
            var key = variable[TemplateVariables.FormPrefix.Length..];
            var found = document
                .Forms.SelectMany(form => form.Fields.Select(field => (Form: form, Field: field)))
                .FirstOrDefault(each => each.Field.Key == key);
            return found.Form is null ? variable : texts["variables.form", found.Form.Name, found.Field.NameIn(document)];
        }

        var field = document.ContactFields.FirstOrDefault(each => TemplateVariables.ContactPrefix + each.Key == variable);
        return field?.Label.In(draft.Language, document.DefaultLanguage) is { Length: > 0 } label ? label
            : MenuButton.SharedKeys.Any(key => variable == TemplateVariables.ContactPrefix + key) ? texts[$"variables.shared.{variable}"]
            : variable;
    }
}
