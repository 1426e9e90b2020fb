using BotStudio.Core.Bots;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Conversations.Calls;

/// <summary>Turns what the owner's server said into a reply of the engine. Pure, like <see cref="ChooseReply"/>.</summary>
public static class CallReply
{
    public static Reply Of(
        OwnerCall call,
        WebhookRequest request,
        ReplyReason reason,
        BotSnapshot bot,
        IncomingMessage message,
        Situation situation,
        DateTimeOffset now
    )
    {
        if (call.Answer.Value is not { } answer)
        {
            return Failed(call.Answer.Problem!, request, reason, message);
        }

        var reply = new Reply
        {
            Reason = reason,
            Messages = Say(answer.Text, answer.Buttons.Count > 0 ? answer.Buttons : request.Buttons, message),
            Effects = EffectsOf(answer),
        };
        if (answer.Run is not { } name)
        {
            return reply with { Messages = [.. reply.Messages, .. request.Afterwards] };
        }

        // As if the contact had sent the command: after a crash the message alone leads to the same answer.
        var asked = AsCommand(message, name, answer.RunArguments);
        var run = ChooseReply.For(bot, asked, situation.After(reply), now);
        return run.Ask is WebhookRequest
            ? Failed(new Problem("webhooks.circle", "/" + name), request, reason, message)
            : run with
            {
                Messages = [.. reply.Messages, .. run.Messages],
                Effects = [.. reply.Effects, .. run.Effects],
            };
    }

    /// <summary>The message that a question in the reply is about: the contact's, or the command that the server has run.</summary>
    public static IncomingMessage MessageOf(OwnerCall call, IncomingMessage message) =>
        call.Answer.Value is { Run: { } name } answer ? AsCommand(message, name, answer.RunArguments) : message;

    private static Reply Failed(Problem problem, WebhookRequest request, ReplyReason reason, IncomingMessage message) =>
        new()
        {
            Reason = reason with { Problem = problem.Code, ProblemDetail = problem.Args is [var detail, ..] ? $"{detail}" : null },
            Messages = [.. Say(request.Fallback, request.Buttons, message), .. request.Afterwards],
        };

    private static IReadOnlyList<OutgoingMessage> Say(
        string text,
        IReadOnlyList<IReadOnlyList<OutgoingButton>> buttons,
        IncomingMessage message
    ) =>
        string.IsNullOrWhiteSpace(text)
            ? []
            :
            [
                new OutgoingMessage
                {
                    Text = text,
                    Buttons = buttons,
                    ReplyToExternalId = message.ChatKind == ChatKind.Group ? message.ExternalId : null,
                },
            ];

    private static List<TurnEffect> EffectsOf(CallAnswer answer)
    {
        var effects = new List<TurnEffect>();
        if (answer.Change is { } change)
        {
            effects.Add(change);
        }

        if (answer.WantsHuman)
        {
            effects.Add(new HumanWanted());
        }

        return effects;
    }

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
