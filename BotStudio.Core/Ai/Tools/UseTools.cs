using System.Security.Cryptography;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Ai.Tools;

/// <summary>
/// Asks the model and lets it call tools until it answers. Every call of the model is counted and paid for by itself; what the tools change is
/// given back, so that it happens with the turn or not at all.
/// </summary>
public sealed class UseTools(AskModel model, CallTool callTool, UsageLog usage, TimeProvider clock)
{
    /// <summary>Whoever asks writes the usage of the last answer down, with what comes of it.</summary>
    /// <param name="turn">Null for a bot that has no version any more, and so no tools.</param>
    /// <inheritdoc cref="AskModel.RunAsync(AiCaller, AiRequest, Past, IAnswerListener, CancellationToken)"/>
    public async Task<ToolAnswer> RunAsync(AiCaller caller, AiRequest request, Past past, ToolTurn? turn, CancellationToken ct)
    {
        if (turn is null)
        {
            return new ToolAnswer(await model.RunAsync(caller, request, past, listener: null, ct));
        }

        var bot = turn.Context.Bot;
        var belt = ToolBelt.Of(bot);
        var question = QuestionFor(request, past, belt) with { Listener = turn.Listener };
        var work = new ToolWork(turn, caller, belt, callTool, clock);
        var answers = new List<AiAnswer.Calls>();
        while (true)
        {
            question = question with { Rounds = work.Rounds, MayCall = work.MayGoOn && answers.Count < bot.Tools.MaxRounds };
            var answer = await model.RunAsync(Round(caller, answers.Count), question, request.Prompt.FallbackModel, ct);
            if (answer is not AiAnswer.Calls calls)
            {
                return work.Finish(answer, answers);
            }

            if (!question.MayCall)
            {
                return work.Finish(AsText(calls), answers);
            }

            await work.RunAsync(calls, ct);
            if (work.IsDone && !string.IsNullOrWhiteSpace(calls.Said))
            {
                return work.Finish(AsText(calls), answers);
            }

            // Paid for, whatever becomes of the turn.
            await usage.AddAsync(UsageRecord.Of(caller, calls, clock.GetUtcNow()), calls.ReservationId, CancellationToken.None);
            answers.Add(calls);
        }
    }

    /// <summary>The same for what no turn depends on; all usage is written down already.</summary>
    public async Task<ToolAnswer> TryAsync(AiCaller caller, AiRequest request, Past past, ToolTurn? turn, CancellationToken ct)
    {
        var answer = await RunAsync(caller, request, past, turn, ct);
        await usage.AddAsync(UsageRecord.Of(caller, answer.Answer, clock.GetUtcNow()), answer.Answer.ReservationId, CancellationToken.None);
        return answer;
    }

    /// <summary>What is sent first, for those who want to see it.</summary>
    public static AiQuestion QuestionFor(AiRequest request, Past past, ToolBelt belt)
    {
        var question = AskModel.QuestionFor(request, past);
        return belt.Offered.Count == 0
            ? question
            : question with
            {
                Instructions = $"{question.Instructions}\n\n{ToolTexts.Rules}",
                Tools = belt.Offered,
            };
    }

    /// <summary>Each call of the model takes from budgets, and the same call once, however often the turn is tried.</summary>
    private static AiCaller Round(AiCaller caller, int number)
    {
        if (number == 0)
        {
            return caller;
        }

        Span<byte> id = stackalloc byte[17];
        caller.TurnId.TryWriteBytes(id);
        id[16] = (byte)number;
        return caller with { TurnId = new Guid(SHA256.HashData(id).AsSpan(0, 16)), GoesOn = true };
    }

    /// <summary>The calls are made, or will not be: what was said beside them is the answer.</summary>
    private static AiAnswer AsText(AiAnswer.Calls calls)
    {
        AiAnswer answer = string.IsNullOrWhiteSpace(calls.Said)
            ? new AiAnswer.Failed("ai.empty", IsPassing: false, calls.Latency)
            {
                TokensIn = calls.TokensIn,
                TokensOut = calls.TokensOut,
                Model = calls.Model,
            }
            : new AiAnswer.Text(calls.Said, calls.Model, calls.TokensIn, calls.TokensOut, calls.Latency, calls.DroppedTurns, WasCut: false);
        return answer with
        {
            Provider = calls.Provider,
            TokensCached = calls.TokensCached,
            Cost = calls.Cost,
            WasAsked = calls.WasAsked,
            IsCheaper = calls.IsCheaper,
            ReservationId = calls.ReservationId,
            Also = calls.Also,
            IsOwnKey = calls.IsOwnKey,
        };
    }
}
