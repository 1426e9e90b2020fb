using BotStudio.Core.Localization;

namespace BotStudio.Core.Bots.Documents;

/// <summary>What keeps a document's contact fields and built-in texts from being published.</summary>
internal static class ContactFieldRules
{
    public static void Check(DocumentCheck check)
    {
        var fields = check.Document.ContactFields;
        if (fields.Count > BotDocument.MaxContactFields)
        {
            check.Add("document.too_many_contact_fields", "/contactFields", BotDocument.MaxContactFields);
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Count; i++)
        {
            Check(check, fields[i], $"/contactFields/{i}", keys);
        }
    }

    private static void Check(DocumentCheck check, ContactField field, string place, HashSet<string> keys)
    {
        check.Id(field.Id, place + "/id");
        check.OptionalText(field.Label, place + "/label", ContactField.MaxLabelLength);
        if (!IsKey(field.Key))
        {
            check.Add("document.bad_field_key", place + "/key");
        }
        else if (TemplateVariables.IsKnown("contact." + field.Key))
        {
            check.Add("document.field_key_taken", place + "/key", field.Key);
        }
        else if (!keys.Add(field.Key))
        {
            check.Add("document.field_key_twice", place + "/key", field.Key);
        }

        if (
            field.Kind == ContactFieldKind.Choice
            && (
                field.Choices.Count is 0 or > ContactField.MaxChoices
                || field.Choices.Any(choice => string.IsNullOrWhiteSpace(choice) || choice.Length > ContactField.MaxValueLength)
            )
        )
        {
            check.Add("document.field_choices", place + "/choices", ContactField.MaxChoices);
        }
    }

    private static bool IsKey(string? key) =>
        key is { Length: > 0 and <= ContactField.MaxKeyLength }
        && char.IsAsciiLetterLower(key[0])
        && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
