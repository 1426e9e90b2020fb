using System.Globalization;
using System.Text.Json;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Contacts;

/// <summary>Values of the bot's own fields: texts in the one form of their kind, see <see cref="ContactFieldKind"/>.</summary>
public static class ContactFieldValues
{
    private const string DateForm = "yyyy-MM-dd";

    /// <summary>Jsonb as it is kept, by key.</summary>
    internal static IReadOnlyDictionary<string, string> Read(string json) => ContactProfile.ReadFields(json);

    /// <summary>A value as a program sends it: a text, or a number, true or false as such; null takes the value away.</summary>
    /// <returns>See <see cref="Parse(ContactField, string, CultureInfo)"/>.</returns>
    public static Outcome<string?> Parse(ContactField field, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => Outcome.Of<string?>(null),
            JsonValueKind.String => Parse(field, value.GetString()!, CultureInfo.InvariantCulture),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Parse(
                field,
                value.GetRawText(),
                CultureInfo.InvariantCulture
            ),
            _ => Wrong(field),
        };

    /// <summary>What was typed, in the form in which it is kept; nothing typed takes the value away.</summary>
    /// <param name="culture">Whose numbers they are.</param>
    /// <returns>
    /// <c>contacts.field_text</c>, <c>contacts.field_number</c>, <c>contacts.field_date</c>, <c>contacts.field_boolean</c> or
    /// <c>contacts.field_choice</c>.
    /// </returns>
    public static Outcome<string?> Parse(ContactField field, string typed, CultureInfo culture)
    {
        var text = StoredText.Clean(typed).Trim();
        if (text.Length == 0)
        {
            return Outcome.Of<string?>(null);
        }

        var kept = field.Kind switch
        {
            ContactFieldKind.Number => decimal.TryParse(text, NumberStyles.Number, culture, out var number)
                ? number.ToString("0.############################", CultureInfo.InvariantCulture)
                : null,
            ContactFieldKind.Date => DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? text
                : null,
            ContactFieldKind.Boolean => bool.TryParse(text, out var answer) ? (answer ? "true" : "false") : null,
            ContactFieldKind.Choice => field.Choices.FirstOrDefault(choice => choice == text),
            _ => text.Length <= ContactField.MaxValueLength ? text : null,
        };
        return kept is null ? Wrong(field) : kept;
    }

    /// <summary>As a person reads it, in the current culture. A value of an earlier kind of the field is shown as it is.</summary>
    public static string Show(ContactField field, string value, string yes, string no) =>
        field.Kind switch
        {
            ContactFieldKind.Number when AsNumber(value) is { } number => number.ToString("#,0.############", CultureInfo.CurrentCulture),
            ContactFieldKind.Date when AsDate(value) is { } date => date.ToString("d", CultureInfo.CurrentCulture),
            ContactFieldKind.Boolean when bool.TryParse(value, out var answer) => answer ? yes : no,
            _ => value,
        };

    public static DateOnly? AsDate(string value) =>
        DateOnly.TryParseExact(value, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static decimal? AsNumber(string value) =>
        decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Problem Wrong(ContactField field) =>
        (
            field.Kind switch
            {
                ContactFieldKind.Number => new Problem("contacts.field_number", field.Key),
                ContactFieldKind.Date => new Problem("contacts.field_date", field.Key),
                ContactFieldKind.Boolean => new Problem("contacts.field_boolean", field.Key),
                ContactFieldKind.Choice => new Problem("contacts.field_choice", field.Key),
                _ => new Problem("contacts.field_text", field.Key, ContactField.MaxValueLength),
            }
        ).At("/fields/" + field.Key);
}
