using BotStudio.Core.Bots;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Conversations.BuiltIns;

/// <summary>
/// <c>/stop</c>: the bot still answers, but writes nothing by itself until the contact says <c>/start</c>. Whatever was begun is left.
/// </summary>
public sealed class StopCommand : BuiltInCommand
{
    public override string Name => "stop";

    public override Reply Answer(TurnContext turn) =>
        turn.Say(turn.Text("contacts.say.stopped")) with
        {
            Effects = [new ContactChange { IsStopped = true }],
            State = ConversationState.Idle,
        };

    public override Reply Tap(TurnContext turn, string choice) => Answer(turn);

    public override string CaptionOf(BotSnapshot bot, string language, string choice) => "";
}
