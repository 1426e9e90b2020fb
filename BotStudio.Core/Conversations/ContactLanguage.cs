using BotStudio.Core.Bots;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Conversations;

/// <summary>Which language a contact is answered in.</summary>
public static class ContactLanguage
{
    /// <summary>The one they chose, else the one their client reports, else the bot's default; always one that the bot speaks.</summary>
    public static string LanguageOf(this BotSnapshot bot, ContactProfile contact, Sender from) =>
        bot.LanguageFor(contact.Language ?? Languages.FromTag(from.LanguageTag));
}
