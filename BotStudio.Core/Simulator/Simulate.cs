using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Media;
using BotStudio.Core.Ai.Safety;
using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Calls;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Simulator;

/// <summary>
/// Answers as a bot would: the engine and the model of live traffic, on a draft. Nothing is stored and no channel hears of it; what the model
/// costs is real.
/// </summary>
public sealed class Simulate(UseTools tools, Guard guard, SimulateMedia media, SeenMedia seen, CallOwner calls, TimeProvider clock)
{
    /// <param name="caller">Whose bot it is: calls of the owner's server are signed in its name, and its account pays for the model.</param>
    /// <param name="situation">Where the simulated conversation stands; the reply says where it stands then.</param>
    /// <param name="history">What was said before, oldest first.</param>
    /// <param name="servers">Whether the owner's tools are really called.</param>
    /// <param name="listener">Hears the model's answer while it is written, when contacts would see it; null for nobody.</param>
    public async Task<SimulatedReply> RunAsync(
        AiCaller caller,
        BotSnapshot bot,
        IncomingMessage message,
        Situation situation,
        IReadOnlyList<EarlierMessage> history,
        CancellationToken ct,
        ServerCalls servers = ServerCalls.None,
        IAnswerListener? listener = null
    )
    {
        var started = clock.GetTimestamp();
        caller = caller with { TurnId = Guid.CreateVersion7(clock.GetUtcNow()) };
        var reply = ChooseReply.For(bot, message, situation, clock.GetUtcNow());
        string? heard = null;
        if (reply.Ask is MediaRequest)
        {
            (message, reply, heard) = await media.RunAsync(caller, bot, message, situation, reply.Reason, ct);
        }

        var after = situation.After(reply);
        OwnerCall? call = null;
        if (reply.Ask is WebhookRequest webhook)
        {
            call = await CallAsync(webhook, caller, bot, message, after, ct);
            var next = CallReply.Of(call, webhook, reply.Reason, bot, message, after, clock.GetUtcNow());
            after = after.After(next);
            reply = next with { Messages = [.. reply.Messages, .. next.Messages], Effects = [.. reply.Effects, .. next.Effects] };
        }

        if (reply.Ask is not AiRequest question)
        {
            return new SimulatedReply(reply.Messages, reply.Reason, clock.GetElapsedTime(started))
            {
                Heard = heard,
                Call = call,
                After = after,
                Effects = reply.Effects,
            };
        }

        var screened = await guard.QuestionAsync(caller, bot, question, reply.Reason, ct);
        if (screened.Instead is { } instead)
        {
            return new SimulatedReply(
                [.. reply.Messages, .. instead.Messages, .. question.Afterwards],
                instead.Reason,
                clock.GetElapsedTime(started)
            )
            {
                Heard = heard,
                After = after,
                Effects = [.. reply.Effects, .. instead.Effects],
            };
        }

        var words = question;
        (question, history) = await seen.AddAsync(caller.AccountId, question, message, history, ct);
        var past = new Past(history);
        var turn = ToolTurn.Of(bot, message, after, reply.Reason, clock.GetUtcNow()) with
        {
            Servers = servers,
            Listener = question.Prompt.Streams ? listener : null,
        };
        var answered = await tools.TryAsync(caller, question, past, turn, ct);
        var then = await GoOnAsync(answered, caller, bot, after, ct);
        var passed = answered.Answer is AiAnswer.Text text
            ? await guard.AnswerAsync(caller, bot, words, text.Value, reply.Reason, CancellationToken.None)
            : Screened.Passed;
        return new SimulatedReply(
            [
                .. reply.Messages,
                .. passed.Instead?.Messages ?? Say(answered, question),
                .. then.Reply.Messages,
                .. answered.MovedOn ? [] : question.Afterwards,
            ],
            Explain(passed.Instead?.Reason ?? reply.Reason, answered.Answer) with
            {
                Calls = answered.Calls,
                IsUnchecked = screened.IsUnchecked || passed.IsUnchecked ? true : null,
            },
            clock.GetElapsedTime(started)
        )
        {
            Heard = heard,
            Asked = UseTools.QuestionFor(question, past, ToolBelt.Of(bot)),
            Answer = answered.Answer,
            Usage = answered.Usage(),
            Call = then.Call ?? call,
            After = after.After(then.Reply),
            Effects = [.. reply.Effects, .. passed.Instead?.Effects ?? [], .. then.Reply.Effects],
        };
    }

    /// <summary>What tools say behind the model's words, and what a command says that one of them has run.</summary>
    private async Task<(Reply Reply, OwnerCall? Call)> GoOnAsync(
        ToolAnswer answered,
        AiCaller caller,
        BotSnapshot bot,
        Situation situation,
        CancellationToken ct
    )
    {
        var reply = new Reply
        {
            Reason = new ReplyReason(ReplyStep.Ai),
            Messages = [.. answered.Said.Select(said => said.Message)],
            State = answered.State,
            Effects = answered.Effects,
        };
        if (answered.Ask is not { Question: WebhookRequest webhook } ask)
        {
            return (reply, null);
        }

        var after = situation.After(reply);
        var call = await CallAsync(webhook, caller, bot, ask.Message, after, ct);
        var next = CallReply.Of(call, webhook, ask.Reason, bot, ask.Message, after, clock.GetUtcNow());
        return (
            reply with
            {
                Messages = [.. reply.Messages, .. next.Messages],
                State = next.State ?? reply.State,
                Effects = [.. reply.Effects, .. next.Effects],
            },
            call
        );
    }

    private Task<OwnerCall> CallAsync(
        WebhookRequest webhook,
        AiCaller caller,
        BotSnapshot bot,
        IncomingMessage message,
        Situation situation,
        CancellationToken ct
    )
    {
        var origin = new CallOrigin(Guid.CreateVersion7(clock.GetUtcNow()), caller.AccountId, caller.BotId, "simulator", message, situation)
        {
            IsTest = true,
        };
        return calls.RunAsync(webhook, bot, origin, ct);
    }

    private static IReadOnlyList<OutgoingMessage> Say(ToolAnswer answered, AiRequest question)
    {
        var text =
            answered.Answer is AiAnswer.Text said ? said.Value
            : answered.SaysSomething ? ""
            : question.Fallback;
        return text.Length == 0 ? [] : [new OutgoingMessage { Text = text, Buttons = question.Buttons }];
    }

    private static ReplyReason Explain(ReplyReason reason, AiAnswer answer) =>
        answer switch
        {
            AiAnswer.Text text => reason with
            {
                DroppedTurns = text.DroppedTurns == 0 ? null : text.DroppedTurns,
                WasCut = text.WasCut ? true : null,
            },
            AiAnswer.Failed failed => reason with { Problem = failed.Code },
            _ => reason,
        };
}

/// <summary>What the bot says, and why.</summary>
/// <param name="Took">From the message to the answer.</param>
public sealed record SimulatedReply(IReadOnlyList<OutgoingMessage> Messages, ReplyReason Reason, TimeSpan Took)
{
    /// <summary>What was sent to the model; null when it was not asked.</summary>
    public AiQuestion? Asked { get; init; }

    public AiAnswer? Answer { get; init; }

    /// <summary>What was said in the contact's recording; null when they sent none.</summary>
    public string? Heard { get; init; }

    /// <summary>What all that the model said and called took together; null when it was not asked.</summary>
    public AiUsage? Usage { get; init; }

    /// <summary>The call of the owner's server; null when there was none.</summary>
    public OwnerCall? Call { get; init; }

    /// <summary>Where the conversation stands now.</summary>
    public Situation After { get; init; } = Situation.Fresh;

    /// <summary>What live traffic would have changed besides.</summary>
    public IReadOnlyList<TurnEffect> Effects { get; init; } = [];
}
