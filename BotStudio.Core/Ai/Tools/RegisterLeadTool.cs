using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Leads;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Tools;

namespace BotStudio.Core.Ai.Tools;

/// <summary>Keeps what a contact wants and how to reach them as a lead, and tells the account of it.</summary>
public sealed class RegisterLeadTool : BuiltInTool
{
    public override string Name => "register_lead";

    public override ToolOffer OfferIn(BotSnapshot bot, BuiltInUse use) =>
        new(
            "Hands the contact's request over to the team, who will get in touch. Use it once the contact has said what they want and agreed to be contacted; "
                + "call it again within a few minutes to add what they tell you later.",
            [
                Text("need", "What the contact wants, in a sentence or two.", isRequired: true),
                Text("name", "What the contact calls themselves. Leave it out when they have not said."),
                Text("phone", "Their phone number, as they wrote it."),
                Text("email", "Their e-mail address."),
                Text("contact", "Another way to reach them that they have named."),
                Text("budget", "What they would spend, in their words."),
                Text("note", "What else the team should know."),
            ]
        );

    public override ToolOutcome Run(TurnContext turn, BuiltInUse use, ReadArguments arguments)
    {
        if (arguments.Text("need") is not { } need)
        {
            return ToolOutcome.Refused(new Problem("tools.nothing_given"), "\"need\" is empty: ask the contact what they want.");
        }

        return new ToolOutcome(ToolTexts.Done("The team has the request and will get in touch."))
        {
            Then = new Reply
            {
                Reason = turn.Reason,
                Effects =
                [
                    new LeadFound(LeadSource.Ai)
                    {
                        Name = arguments.Text("name") ?? "",
                        Phone = arguments.Text("phone") ?? "",
                        Email = arguments.Text("email") ?? "",
                        Details = arguments.Text("contact") ?? "",
                        Need = need,
                        Budget = arguments.Text("budget") ?? "",
                        Note = arguments.Text("note") ?? "",
                    },
                ],
            },
        };
    }

    private static ToolParameter Text(string name, string description, bool isRequired = false) =>
        new()
        {
            Name = name,
            Description = description,
            IsRequired = isRequired,
        };
}
