using System.Globalization;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;

namespace BotStudio.Core.Conversations;

/// <summary>What is known of a contact in the bot's own fields, as texts say it.</summary>
internal static class ContactFieldTexts
{
    private static readonly Dictionary<string, string> NothingShared = MenuButton.SharedKeys.ToDictionary(key => key, _ => "");

    /// <summary>Every field of the bot by its key; those that are not known of the contact are empty. What they shared needs no field.</summary>
    public static IReadOnlyDictionary<string, string> Of(BotSnapshot bot, ContactProfile contact, string language)
    {
        if (bot.ContactFields.Count == 0 && contact.Fields.Count == 0)
        {
            return NothingShared;
        }

        var texts = MenuButton.SharedKeys.ToDictionary(key => key, key => contact.Fields.GetValueOrDefault(key, ""));

        foreach (var field in bot.ContactFields)
        {
            texts[field.Key] = contact.Fields.TryGetValue(field.Key, out var value) ? Show(bot, field, value, language) : "";
        }

        return texts;
    }

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
