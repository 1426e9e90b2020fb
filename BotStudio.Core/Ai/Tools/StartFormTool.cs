using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Forms;
using BotStudio.Core.Tools;

namespace BotStudio.Core.Ai.Tools;

/// <summary>Begins one of the bot's forms: its first question follows the model's words.</summary>
public sealed class StartFormTool : BuiltInTool
{
    private const string FormParameter = "form";

    public override string Name => "start_form";

    public override bool LeadsOn => true;

    public override bool NeedsParts => true;

    public override IReadOnlyList<ToolPart> PartsOf(BotDocument document) =>
        PartNames.Unique(document.Forms.Select(form => new ToolPart(form.Id, form.Name)));

    public override ToolOffer? OfferIn(BotSnapshot bot, BuiltInUse use)
    {
        var forms = Allowed(bot, use);
        return forms.Count == 0
            ? null
            : new ToolOffer(
                "Begins a form, which asks the contact its questions one by one and keeps the answers. Use it when the contact wants what the form is for.",
                [
                    new ToolParameter
                    {
                        Name = FormParameter,
                        Type = ToolParameterType.Enum,
                        Choices = [.. forms.Select(form => form.Name)],
                        Description = "Which form.",
                    },
                ]
            );
    }

    public override ToolOutcome Run(TurnContext turn, BuiltInUse use, ReadArguments arguments)
    {
        var form = Allowed(turn.Bot, use).First(form => form.Name == arguments.Text(FormParameter));
        return new ToolOutcome(
            ToolTexts.Done(
                "The form begins: its first question is sent right behind your words. Lead over to it in one short sentence and ask nothing yourself."
            )
        )
        {
            Then = turn.Because(new ReplyReason(ReplyStep.Form, Version: turn.Bot.Number)).StartForm(form.Id),
        };
    }

    private static IReadOnlyList<ToolPart> Allowed(BotSnapshot bot, BuiltInUse use) =>
        PartNames.Unique(
            bot.Forms.Where(form => use.Allows(form.Id) && form.Fields.Count > 0).Select(form => new ToolPart(form.Id, form.Name))
        );
}

/// <summary>Names that tell parts apart, also where the owner gave two of them the same one.</summary>
internal static class PartNames
{
    public static IReadOnlyList<ToolPart> Unique(IEnumerable<ToolPart> parts)
    {
        var taken = new HashSet<string>();
        var unique = new List<ToolPart>();
        foreach (var part in parts)
        {
            var name = part.Name;
            for (var number = 2; !taken.Add(name); number++)
            {
                name = $"{part.Name} ({number})";
            }

            unique.Add(part with { Name = name });
        }

        return unique;
    }
}
