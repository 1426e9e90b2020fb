using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Calls;

namespace BotStudio.Core.Simulator;

/// <summary>
/// Answers as a bot would: the engine and the model of live traffic, on a draft. Nothing is stored and no channel hears of it; what the model
/// costs is real.
/// </summary>
public sealed class Simulate(AskModel model, CallOwner calls, TimeProvider clock)
{
    /// <param name="caller">Whose bot it is: calls of the owner's server are signed in its name, and its account pays for the model.</param>
    /// <param name="situation">Where the simulated conversation stands; the reply says where it stands then.</param>
    /// <param name="history">What was said before, oldest first.</param>
    public async Task<SimulatedReply> RunAsync(
        AiCaller caller,
        BotSnapshot bot,
        IncomingMessage message,
        Situation situation,
        IReadOnlyList<EarlierMessage> history,
        CancellationToken ct
    )
    {
        var started = clock.GetTimestamp();
        caller = caller with { TurnId = Guid.CreateVersion7(clock.GetUtcNow()) };
        var reply = ChooseReply.For(bot, message, situation, clock.GetUtcNow());
        var after = situation.After(reply);
        OwnerCall? call = null;
        if (reply.Ask is WebhookRequest webhook)
        {
            var origin = new CallOrigin(Guid.CreateVersion7(clock.GetUtcNow()), caller.AccountId, caller.BotId, "simulator", message, after)
            {
                IsTest = true,
            };
            call = await calls.RunAsync(webhook, bot, origin, ct);
            var next = CallReply.Of(call, webhook, reply.Reason, bot, message, after, clock.GetUtcNow());
            after = after.After(next);
            reply = next with { Messages = [.. reply.Messages, .. next.Messages], Effects = [.. reply.Effects, .. next.Effects] };
        }

        if (reply.Ask is not AiRequest question)
        {
            return new SimulatedReply(reply.Messages, reply.Reason, clock.GetElapsedTime(started))
            {
                Call = call,
                After = after,
                Effects = reply.Effects,
            };
        }

        var answer = await model.TryAsync(caller, question, history, ct);
        return new SimulatedReply(
            [.. reply.Messages, .. Say(answer, question), .. question.Afterwards],
            Explain(reply.Reason, answer),
            clock.GetElapsedTime(started)
        )
        {
            Asked = AskModel.QuestionFor(question, history),
            Answer = answer,
            Call = call,
            After = after,
            Effects = reply.Effects,
        };
    }

    private static IReadOnlyList<OutgoingMessage> Say(AiAnswer answer, AiRequest question)
    {
        var text = answer is AiAnswer.Text said ? said.Value : question.Fallback;
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

    /// <summary>The call of the owner's server; null when there was none.</summary>
    public OwnerCall? Call { get; init; }

    /// <summary>Where the conversation stands now.</summary>
    public Situation After { get; init; } = Situation.Fresh;

    /// <summary>What live traffic would have changed besides.</summary>
    public IReadOnlyList<TurnEffect> Effects { get; init; } = [];
}
