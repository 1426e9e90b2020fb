using System.Globalization;
using BotStudio.Core.Bots;

namespace BotStudio.Core.Conversations;

/// <summary>What is known of a contact in the bot's own fields, as texts say it.</summary>
internal static class ContactFieldTexts
{
    /// <summary>Every field of the bot by its key; those that are not known of the contact are empty.</summary>
    public static IReadOnlyDictionary<string, string> Of(BotSnapshot bot, ContactProfile contact, string language) =>
        bot.ContactFields.Count == 0
            ? contact.Fields
            : bot
                // A draft may name a key twice.
                .ContactFields.DistinctBy(field => field.Key)
                .ToDictionary(
                    field => field.Key,
                    field => contact.Fields.TryGetValue(field.Key, out var value) ? Show(bot, field, value, language) : ""
                );

    private static string Show(BotSnapshot bot, ContactField field, string value, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return field.Kind switch
        {
            ContactFieldKind.Number when decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) =>
                number.ToString("#,0.############", culture),
            ContactFieldKind.Date
                when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) =>
                date.ToString("d", culture),
            ContactFieldKind.Boolean when bool.TryParse(value, out var answer) => bot.Texts.Of(
                answer ? "contacts.say.yes" : "contacts.say.no",
                language
            ),
            _ => value,
        };
    }
}
