using BotStudio.Core.Bots;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Conversations.BuiltIns;

/// <summary>A command that every bot has, so that no owner can forget it. A command of the owner's with the same name takes its place.</summary>
public abstract class BuiltInCommand
{
    /// <summary>Without the slash, in lower case.</summary>
    public abstract string Name { get; }

    /// <summary>Only in a private chat: it is about one person.</summary>
    public abstract Reply Answer(TurnContext turn);

    /// <summary>A button of an earlier answer was tapped.</summary>
    /// <param name="choice">What <see cref="Button"/> was given; the contact can forge it.</param>
    public abstract Reply Tap(TurnContext turn, string choice);

    /// <summary>What the button says, for the transcript; empty for no button of this command.</summary>
    public abstract string CaptionOf(BotSnapshot bot, string language, string choice);

    /// <param name="choice">At most 40 characters.</param>
    protected OutgoingButton Button(TurnContext turn, string choice) =>
        new(CaptionOf(turn.Bot, turn.Language, choice)) { Data = BuiltInCommands.DataOf(this, choice) };

    /// <summary>In place of the message whose button was tapped.</summary>
    protected static Reply Instead(TurnContext turn, Reply reply) =>
        turn.Message.Kind == IncomingKind.ButtonTap
            ? reply with
            {
                Messages = [.. reply.Messages.Select(message => message with { EditsExternalId = turn.Message.ExternalId })],
            }
            : reply;
}

/// <summary>The catalogue of built-in commands. A new one is a class and a line here.</summary>
public static class BuiltInCommands
{
    public static readonly IReadOnlyList<BuiltInCommand> All = [new LanguageCommand(), new PrivacyCommand(), new StopCommand()];

    private const string Prefix = "x:";

    public static BuiltInCommand? Find(string name) => All.FirstOrDefault(command => command.Name == name);

    /// <summary>The command and the choice behind a tapped button; null for a button of somebody else.</summary>
    public static (BuiltInCommand Command, string Choice)? Read(string? buttonData) =>
        buttonData is not null
        && buttonData.StartsWith(Prefix, StringComparison.Ordinal)
        && buttonData[Prefix.Length..].Split(':', 2) is [var name, var choice]
        && Find(name) is { } command
            ? (command, choice)
            : null;

    internal static string DataOf(BuiltInCommand command, string choice) => $"{Prefix}{command.Name}:{choice}";

    /// <summary>In groups nobody's language or data is changed before everybody's eyes.</summary>
    internal static Reply Answer(BuiltInCommand command, TurnContext turn) =>
        turn.Message.ChatKind == ChatKind.Private ? command.Answer(turn)
        : turn.Message.IsForAnyBot ? new Reply { Reason = turn.Reason }
        : turn.Say(turn.Text("contacts.say.private_only"));
}
