using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Tools;

namespace BotStudio.Core.Ai.Tools;

/// <summary>Asks a person of the account to take over.</summary>
public sealed class AskHumanTool : BuiltInTool
{
    public override string Name => "ask_human";

    public override bool LeadsOn => true;

    public override ToolOffer OfferIn(BotSnapshot bot, BuiltInUse use) =>
        new(
            "Asks a person of the team to take over this conversation. Use it when the contact asks for a person, is upset, or wants what you cannot do.",
            [
                new ToolParameter
                {
                    Name = "reason",
                    Description = "For the person who takes over: in one sentence, what this is about.",
                    IsRequired = false,
                },
            ]
        );

    public override ToolOutcome Run(TurnContext turn, BuiltInUse use, ReadArguments arguments) =>
        new(ToolTexts.Done("A person is asked. The contact is told so right behind your words, so do not say it yourself."))
        {
            Then = turn.AskForHuman(),
        };
}
