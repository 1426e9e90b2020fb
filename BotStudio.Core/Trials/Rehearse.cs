using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Trials;

/// <summary>
/// Lets a bot answer one message as it would, and nobody hears of it: no webhook is called, no tool is run, nothing is kept but what the model took.
/// </summary>
public sealed class Rehearse(AskModel model, TimeProvider clock)
{
    /// <summary>What a tool says while nothing is run: enough for the model to go on.</summary>
    private const string PretendResult = """{"ok":true,"note":"This is a rehearsal: the call was accepted and nothing was changed."}""";

    /// <param name="caller">Whose bot it is and who pays.</param>
    /// <param name="message">Answered as at the moment when it was sent: who asked on Monday whether there is somebody today means Monday.</param>
    /// <param name="situation">What is known of the contact.</param>
    /// <param name="history">What was said before, oldest first.</param>
    /// <param name="otherModel">Asked instead of the one that the bot names; null for that one.</param>
    public async Task<Rehearsal> RunAsync(
        AiCaller caller,
        BotSnapshot bot,
        IncomingMessage message,
        Situation situation,
        IReadOnlyList<EarlierMessage> history,
        string? otherModel,
        CancellationToken ct
    )
    {
        var reply = ChooseReply.For(bot, message, situation, message.SentAt);
        var said = string.Join("\n\n", reply.Messages.Select(each => each.Text).Where(text => text.Length > 0));
        return reply.Ask switch
        {
            AiRequest request => await AskAsync(caller, bot, reply.Reason, said, Other(request, otherModel), history, ct),
            null => new Rehearsal(reply.Reason.Step, said) { Command = reply.Reason.Command },
            _ => new Rehearsal(reply.Reason.Step, said) { Command = reply.Reason.Command, WouldCallServer = true },
        };
    }

    private static AiRequest Other(AiRequest request, string? otherModel) =>
        otherModel is null ? request : request with { Prompt = request.Prompt with { Model = otherModel, FallbackModel = null } };

    private async Task<Rehearsal> AskAsync(
        AiCaller caller,
        BotSnapshot bot,
        ReplyReason reason,
        string said,
        AiRequest request,
        IReadOnlyList<EarlierMessage> history,
        CancellationToken ct
    )
    {
        var question = UseTools.QuestionFor(request, new Past(history), ToolBelt.Of(bot));
        var found = new Rehearsal(reason.Step, said) { Command = reason.Command, Asked = question };
        while (true)
        {
            question = question with { MayCall = question.Rounds.Count < bot.Tools.MaxRounds };
            var turn = caller with { TurnId = Guid.CreateVersion7(clock.GetUtcNow()) };
            var answer = await model.TryAsync(turn, question, request.Prompt.FallbackModel, ct);
            found = found.With(answer);
            if (answer is not AiAnswer.Calls calls || !question.MayCall)
            {
                return answer is AiAnswer.Failed ? found.Saying(request.Fallback) : found;
            }

            var round = new AiRound(calls.Said, calls.Wanted, [.. calls.Wanted.Select(_ => PretendResult)]);
            question = question with { Rounds = [.. question.Rounds, round] };
        }
    }
}
