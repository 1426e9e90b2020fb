using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Tools;

namespace BotStudio.Core.Ai.Tools;

/// <summary>Answers as one of the bot's commands does: with the text, the menu, the pictures that the owner made.</summary>
public sealed class RunCommandTool : BuiltInTool
{
    private const string CommandParameter = "command";
    private const string ArgumentsParameter = "arguments";

    /// <summary>Characters of what the command says that the model sees.</summary>
    private const int MostShown = 1000;

    public override string Name => "run_command";

    public override bool LeadsOn => true;

    public override bool NeedsParts => true;

    public override IReadOnlyList<ToolPart> PartsOf(BotDocument document) =>
        [
            .. document
                .Commands.Where(command => command.IsActive && CanBeRun(command))
                .Select(command => new ToolPart(command.Id, "/" + command.Name)),
        ];

    public override ToolOffer? OfferIn(BotSnapshot bot, BuiltInUse use)
    {
        var commands = Allowed(bot, use).ToList();
        return commands.Count == 0
            ? null
            : new ToolOffer(
                "Sends the contact what a command of the bot answers, as if they had called it themselves. Use it when a command says what the contact wants to know.",
                [
                    new ToolParameter
                    {
                        Name = CommandParameter,
                        Type = ToolParameterType.Enum,
                        Choices = [.. commands.Select(command => command.Name)],
                        Description = string.Join("; ", commands.Select(command => Describe(command, bot.DefaultLanguage))),
                    },
                    new ToolParameter
                    {
                        Name = ArgumentsParameter,
                        Description = "What the contact would write behind the command; leave it out for nothing.",
                        IsRequired = false,
                    },
                ]
            );
    }

    public override ToolOutcome Run(TurnContext turn, BuiltInUse use, ReadArguments arguments)
    {
        var command = Allowed(turn.Bot, use).First(command => command.Name == arguments.Text(CommandParameter));
        var asked = AsCommand(turn.Message, command.Name, arguments.Text(ArgumentsParameter) ?? "");
        var reply = ChooseReply.For(turn.Bot, asked, turn.Situation, turn.Now);

        // A server may run a command, whose model may run the command that asks the server: the circle ends here.
        var isCircle = reply.Ask is not null && (reply.Ask is AiRequest || turn.Message.CommandName is not null);
        return isCircle
            ? ToolOutcome.Refused(new Problem("tools.circle", "/" + command.Name), "This command cannot be run now. Answer without it.")
            : new ToolOutcome(Told(reply)) { Then = reply, Message = asked };
    }

    private static string Told(Reply reply)
    {
        var said = string.Join("\n\n", reply.Messages.Select(message => message.Text));
        return ToolTexts.Write(
            new JsonObject
            {
                ["ok"] = true,
                ["sent"] = said.Length <= MostShown ? said : said[..MostShown] + "…",
                ["note"] = "This is sent right behind your words. Lead over to it in one short sentence and do not repeat it.",
            }
        );
    }

    private static IEnumerable<Command> Allowed(BotSnapshot bot, BuiltInUse use) =>
        bot.Commands.Where(command => use.Allows(command.Id) && CanBeRun(command));

    /// <summary>Not /start, whose arguments say where a contact came from; and no model asks a model.</summary>
    private static bool CanBeRun(Command command) => command.Name != "start" && command.Response is not AiResponse;

    private static string Describe(Command command, string language) =>
        command.Description.In(language, language) is { Length: > 0 } description ? $"{command.Name}: {description}" : command.Name;

    private static IncomingMessage AsCommand(IncomingMessage message, string name, string arguments) =>
        message with
        {
            Kind = IncomingKind.Text,
            Text = $"/{name} {arguments}".TrimEnd(),
            ButtonData = null,
            CommandName = name,
            CommandArguments = arguments,
        };
}
