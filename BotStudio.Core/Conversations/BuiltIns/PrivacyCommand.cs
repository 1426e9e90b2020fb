using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Conversations.BuiltIns;

/// <summary><c>/privacy</c>: what is kept of a contact, and their right to get it and to have it deleted (GDPR, articles 15, 17 and 20).</summary>
public sealed class PrivacyCommand : BuiltInCommand
{
    private const string HandOver = "data";
    private const string AskToDelete = "delete";
    private const string Delete = "delete_all";
    private const string Keep = "keep";

    public override string Name => "privacy";

    public override Reply Answer(TurnContext turn) =>
        turn.Say(
            turn.Text("contacts.say.privacy"),
            [
                [Button(turn, HandOver)],
                [Button(turn, AskToDelete)],
            ]
        );

    public override Reply Tap(TurnContext turn, string choice) =>
        choice switch
        {
            HandOver => turn.Say(turn.Text("contacts.say.privacy.data.coming")) with
            {
                Effects = [ContactWish.Of(turn, ContactWishKind.HandOver)],
            },
            AskToDelete => turn.Say(
                turn.Text("contacts.say.privacy.delete.sure"),
                [
                    [Button(turn, Keep)],
                    [Button(turn, Delete)],
                ]
            ),
            Delete => Instead(turn, turn.Say(turn.Text("contacts.say.privacy.delete.done"))) with
            {
                Effects = [ContactWish.Of(turn, ContactWishKind.Delete)],
                State = ConversationState.Idle,
            },
            Keep => Instead(turn, turn.Say(turn.Text("contacts.say.privacy.delete.kept"))),
            _ => Answer(turn),
        };

    public override string CaptionOf(BotSnapshot bot, string language, string choice) =>
        choice switch
        {
            HandOver => bot.Texts.Of("contacts.say.privacy.data", language),
            AskToDelete => bot.Texts.Of("contacts.say.privacy.delete", language),
            Delete => bot.Texts.Of("contacts.say.privacy.delete.yes", language),
            Keep => bot.Texts.Of("contacts.say.privacy.delete.no", language),
            _ => "",
        };
}
