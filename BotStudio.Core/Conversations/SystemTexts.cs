using System.Globalization;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Conversations;

/// <summary>Marker of the texts that every bot can say.</summary>
public sealed class ConversationsText;

/// <summary>What is said for bots that have no version yet; whatever else no owner wrote is in <see cref="Bots.BotTexts"/>.</summary>
public sealed class SystemTexts(IStringLocalizer<ConversationsText> texts)
{
    public Reply NotPublished(IncomingMessage message) =>
        new()
        {
            Reason = new ReplyReason(ReplyStep.NotPublished),
            Messages = [new OutgoingMessage { Text = In(message.From.LanguageTag, "conversations.not_published") }],
        };

    private string In(string? languageTag, string key)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Languages.FromTag(languageTag) ?? Languages.Default);
        try
        {
            return texts[key];
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
