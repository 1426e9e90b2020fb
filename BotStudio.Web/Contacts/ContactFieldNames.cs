using System.Globalization;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Web.Contacts;

/// <summary>What a bot's own field is called on pages.</summary>
internal static class ContactFieldNames
{
    /// <summary>Its label in the reader's language, else in the bot's; its key when nobody has named it.</summary>
    public static string Of(BotDocument document, string key) =>
        document
            .ContactFields.FirstOrDefault(field => field.Key == key)
            ?.Label.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, document.DefaultLanguage)
            is { Length: > 0 } label
            ? label
            : key;
}
