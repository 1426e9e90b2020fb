using BotStudio.Core.Bots;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations.BuiltIns;
using BotStudio.Core.Forms;
using BotStudio.Core.Leads.Telling;
using BotStudio.Core.Notices;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Conversations.Turns;

/// <summary>
/// Decides what a bot says to a message: the form that is being filled in, a command or a tapped button, words that a command waits for, AI when
/// it is switched on, else the fallback text. Pure: the same message, situation and version give the same reply, in live traffic and in the simulator.
/// </summary>
public static class ChooseReply
{
    /// <summary>Buttons may run commands that answer with menus, but one tap never runs more than this many of them in a row.</summary>
    private const int MaxRedirects = 3;

    public static Reply For(BotSnapshot bot, IncomingMessage message, Situation situation, DateTimeOffset now)
    {
        // Before everything else: whoever sends a code is no contact at this moment.
        if (NoticeCodes.In(message) is { } code)
        {
            return new Reply { Reason = new ReplyReason(ReplyStep.Notice, Version: bot.Number), Ask = new ConnectNoticeChat(code) };
        }

        if (LeadTap.In(message) is { } leadTap)
        {
            return new Reply { Reason = new ReplyReason(ReplyStep.Notice, Version: bot.Number), Ask = leadTap };
        }

        var form = Turn(bot, message, situation, now, new ReplyReason(ReplyStep.Form, Version: bot.Number));
        var reply = MediaTalk.Listen(form) ?? FormTalk.Hear(form) ?? FormTalk.GoOn(form, For(bot, message, situation, now, MaxRedirects));
        return Beginning(message, situation.Contact) is { } change ? reply with { Effects = [.. reply.Effects, change] } : reply;
    }

    /// <summary>Whoever comes by a link has their source, and whoever had said /stop is written to again.</summary>
    private static ContactChange? Beginning(IncomingMessage message, ContactProfile contact)
    {
        var source = contact.Source is null ? SourceIn(message) : null;
        var returns = contact.IsStopped && message is { CommandName: "start", ChatKind: ChatKind.Private };
        return source is null && !returns ? null : new ContactChange { Source = source, IsStopped = returns ? false : null };
    }

    /// <summary>What a later version of an earlier message changes; null when it is only to be remembered.</summary>
    public static Reply? ForEdit(BotSnapshot bot, IncomingMessage edit, Situation situation, DateTimeOffset now) =>
        FormTalk.Correct(Turn(bot, edit, situation, now, new ReplyReason(ReplyStep.Form, Version: bot.Number)));

    /// <summary>The payload of a deep link: t.me/bot?start=payload arrives as <c>/start payload</c> (core.telegram.org/bots/features#deep-linking).</summary>
    private static string? SourceIn(IncomingMessage message) =>
        message
            is {
                CommandName: "start",
                CommandArguments: { Length: > 0 and <= ContactChange.MaxSourceLength } payload,
                ChatKind: ChatKind.Private
            }
            ? payload
            : null;

    private static Reply For(BotSnapshot bot, IncomingMessage message, Situation situation, DateTimeOffset now, int redirects)
    {
        if (message.Kind == IncomingKind.ButtonTap)
        {
            return Tap(bot, message, situation, now, redirects);
        }

        if (message.CommandName is { } name)
        {
            if (name == "start" && NamedIn(bot, message.CommandArguments) is { } named)
            {
                var direct = message with { CommandArguments = "" };
                return named.Answer(Turn(bot, direct, situation, now, new ReplyReason(ReplyStep.Command, named.Name, bot.Number)));
            }

            if (name == "start" && FormNamedIn(bot, message.CommandArguments) is { } formId)
            {
                return Turn(bot, message, situation, now, new ReplyReason(ReplyStep.Form, Version: bot.Number)).StartForm(formId);
            }

            if (bot.Command(name) is { } command)
            {
                return command.Answer(Turn(bot, message, situation, now, new ReplyReason(ReplyStep.Command, command.Name, bot.Number)));
            }

            if (BuiltInCommands.Find(name) is { } builtIn)
            {
                return BuiltInCommands.Answer(
                    builtIn,
                    Turn(bot, message, situation, now, new ReplyReason(ReplyStep.Command, name, bot.Number))
                );
            }

            if (name == "start")
            {
                var turn = Turn(bot, message, situation, now, new ReplyReason(ReplyStep.Welcome, Version: bot.Number));
                return turn.Say(bot.Welcome);
            }
        }

        if (message.IsForAnyBot)
        {
            return new Reply { Reason = new ReplyReason(ReplyStep.Fallback, Version: bot.Number) };
        }

        if (AskToShare.Take(Turn(bot, message, situation, now, new ReplyReason(ReplyStep.Shared, Version: bot.Number))) is { } shared)
        {
            return shared;
        }

        if (bot.CommandFor(message.Text, out var tooSlow) is { } found)
        {
            var called = message with { CommandArguments = found.Argument };
            var reason = new ReplyReason(ReplyStep.Trigger, found.Command.Name, bot.Number);
            return Noting(tooSlow, found.Command.Answer(Turn(bot, called, situation, now, reason)));
        }

        if (bot.Prompt is { } prompt && (message.Text.Length > 0 || message.Kind == IncomingKind.Media))
        {
            var asking = Turn(bot, message, situation, now, new ReplyReason(ReplyStep.Ai, Version: bot.Number));
            return Noting(tooSlow, MediaTalk.Answer(asking, prompt));
        }

        var last = Turn(bot, message, situation, now, new ReplyReason(ReplyStep.Fallback, Version: bot.Number));
        return Noting(tooSlow, last.Say(bot.Fallback));
    }

    private static Reply Noting(CompiledCommand? tooSlow, Reply reply) =>
        tooSlow is null ? reply : reply with { Trouble = new Problem("triggers.too_slow", tooSlow.Name) };

    /// <summary>t.me/bot?start=cmd_price opens /price.</summary>
    private static CompiledCommand? NamedIn(BotSnapshot bot, string payload) =>
        payload.StartsWith("cmd_", StringComparison.Ordinal) ? bot.Command(payload["cmd_".Length..]) : null;

    /// <summary>t.me/bot?start=form_7k2m begins the form of that id.</summary>
    private static string? FormNamedIn(BotSnapshot bot, string payload) =>
        payload.StartsWith("form_", StringComparison.Ordinal) && bot.Form(payload["form_".Length..]) is { } form ? form.Form.Id : null;

    private static Reply Tap(BotSnapshot bot, IncomingMessage message, Situation situation, DateTimeOffset now, int redirects)
    {
        if (TapAsText.TextOf(message.ButtonData) is { } written && redirects > 0)
        {
            return For(bot, AsWritten(message, written), situation, now, redirects - 1);
        }

        var turn = Turn(bot, message, situation, now, new ReplyReason(ReplyStep.Button, Version: bot.Number));
        if (BuiltInCommands.Read(message.ButtonData) is var (builtIn, choice))
        {
            return builtIn.Tap(turn.Because(turn.Reason with { Command = builtIn.Name }), choice);
        }

        var tapped = CompiledButton.Read(message.ButtonData);
        if (tapped is null || bot.Button(tapped.ButtonId) is not { } button || bot.CommandById(button.CommandId) is not { } home)
        {
            return Stale(tapped, turn);
        }

        switch (button.Button.Action)
        {
            case ButtonAction.OpenSubmenu:
                return tapped.IsBack ? home.GoBack(button, turn) : home.Open(button, turn);

            // It was a menu in an earlier version.
            case var _ when tapped.IsBack:
                return Stale(tapped, turn);

            case ButtonAction.RunCommand when bot.CommandById(button.Button.CommandId) is { } command:
                var answer = command.Answer(turn);
                return answer with { Reason = answer.Reason with { Command = command.Name } };

            case ButtonAction.SendText when button.Message is { } text && redirects > 0:
                return For(bot, AsWritten(message, turn.Render(text)), situation, now, redirects - 1);

            case ButtonAction.StartForm when bot.Form(button.Button.FormId) is not null:
                return turn.StartForm(button.Button.FormId);

            case ButtonAction.CallWebhook:
                var told = message with { CommandArguments = turn.Render(button.Message ?? button.Text) };
                var called = Turn(bot, told, situation, now, turn.Reason with { Command = home.Name });
                return button.Webhook!.Answer(called) with { Reason = turn.Reason };

            case ButtonAction.AskForHuman:
                return turn.AskForHuman();

            case ButtonAction.ShareContact
            or ButtonAction.ShareLocation:
                return AskToShare.Ask(button, turn);

            default:
                return Stale(tapped, turn);
        }
    }

    /// <summary>
    /// A button of an earlier version that there is no more: its command says what it has now. What asks or costs something is not begun by a tap
    /// that meant something else.
    /// </summary>
    private static Reply Stale(TappedButton? tapped, TurnContext turn)
    {
        turn = turn.Because(new ReplyReason(ReplyStep.StaleButton, Version: turn.Bot.Number));
        if (tapped is null)
        {
            return turn.Say(turn.Bot.Fallback);
        }

        if (turn.Bot.CommandById(tapped.CommandId) is not { IsAlwaysTheSame: true } command)
        {
            return turn.Say(turn.Text("commands.say.button_gone"));
        }

        var now = command.Answer(turn);
        return now with
        {
            Messages = [.. turn.Say(turn.Text("commands.say.menu_changed")).Messages, .. now.Messages],
            Reason = now.Reason with { Command = command.Name },
        };
    }

    /// <summary>The tap, as if the contact had written the text instead; a text such as <c>/help</c> is a command.</summary>
    private static IncomingMessage AsWritten(IncomingMessage tap, string text)
    {
        var (name, arguments) = CommandText.Parse(text);
        return tap with { Kind = IncomingKind.Text, Text = text, ButtonData = null, CommandName = name, CommandArguments = arguments };
    }

    private static TurnContext Turn(
        BotSnapshot bot,
        IncomingMessage message,
        Situation situation,
        DateTimeOffset now,
        ReplyReason reason
    ) => new(bot, message, situation, bot.LanguageOf(situation.Contact, message.From), now) { Reason = reason };
}
