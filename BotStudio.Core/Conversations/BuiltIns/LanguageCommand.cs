using BotStudio.Core.Bots;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;

namespace BotStudio.Core.Conversations.BuiltIns;

/// <summary><c>/language</c>: the contact chooses one of the bot's languages, or lets their client decide again.</summary>
public sealed class LanguageCommand : BuiltInCommand
{
    private const string Automatic = "auto";
    private const int ButtonsInRow = 2;

    public override string Name => "language";

    /// <summary>Also <c>/language uk</c>.</summary>
    public override Reply Answer(TurnContext turn)
    {
        var wanted = turn.Message.CommandArguments.ToLowerInvariant();
        if (wanted == Automatic || turn.Bot.Languages.Contains(wanted))
        {
            return Choose(turn, wanted);
        }

        if (turn.Bot.Languages.Count < 2)
        {
            return turn.Say(turn.Text("contacts.say.language.only", NameOf(turn.Bot.DefaultLanguage)));
        }

        IReadOnlyList<IReadOnlyList<OutgoingButton>> buttons =
        [
            .. turn.Bot.Languages.Select(code => Button(turn, code)).Chunk(ButtonsInRow),
            [Button(turn, Automatic)],
        ];
        return turn.Say(turn.Text("contacts.say.language.choose"), buttons);
    }

    public override Reply Tap(TurnContext turn, string choice) =>
        choice == Automatic || turn.Bot.Languages.Contains(choice) ? Instead(turn, Choose(turn, choice)) : Answer(turn);

    public override string CaptionOf(BotSnapshot bot, string language, string choice) =>
        choice == Automatic ? bot.Texts.Of("contacts.say.language.automatic", language)
        : Languages.IsKnown(choice) ? NameOf(choice)
        : "";

    /// <summary>The answer is in the new language already.</summary>
    private static Reply Choose(TurnContext turn, string choice)
    {
        var change = choice == Automatic ? new ContactChange { ForgetsLanguage = true } : new ContactChange { Language = choice };
        var language = turn.Bot.LanguageOf(turn.Situation.Contact.With(change), turn.Message.From);
        var key = choice == Automatic ? "contacts.say.language.follows" : "contacts.say.language.chosen";
        return turn.Say(turn.Bot.Texts.Of(key, language, NameOf(language))) with { Effects = [change] };
    }

    private static string NameOf(string code) => Languages.All.FirstOrDefault(language => language.Code == code)?.NativeName ?? code;
}
