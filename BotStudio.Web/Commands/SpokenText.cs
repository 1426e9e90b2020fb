using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Localization;

namespace BotStudio.Web.Commands;

/// <summary>A text that belongs to no command: what the bot says at first, and when nothing else fits.</summary>
/// <param name="Key">In addresses and in CommandsText.</param>
/// <param name="Heard">What a contact sends to get it; null stands for anything at all.</param>
public sealed record SpokenText(
    string Key,
    string Place,
    string Icon,
    string? Heard,
    Func<BotDocument, LocalizedText> Of,
    Func<BotDocument, LocalizedText, BotDocument> Put
)
{
    public static readonly SpokenText Welcome = new(
        "welcome",
        "/welcome",
        "play",
        "/start",
        document => document.Welcome,
        (document, text) => document with { Welcome = text }
    );

    public static readonly SpokenText Fallback = new(
        "fallback",
        "/fallback",
        "circle-question-mark",
        null,
        document => document.Fallback,
        (document, text) => document with { Fallback = text }
    );
}
