using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Ai.Safety;

/// <summary>
/// Stands before the model and behind it: what the owner does not want asked or answered is replaced by a polite word, and the transcript says why.
/// A provider that cannot judge stops nobody: the answer is marked as unchecked, and the bot's card says so.
/// </summary>
public sealed class Guard(Moderate moderate, BotProblems problems)
{
    /// <summary>What is refused for either reason is said so to owners who want to know.</summary>
    public const string Refused = "safety.refused";

    /// <param name="request">Whose words are to be answered.</param>
    public Task<Screened> QuestionAsync(AiCaller caller, BotSnapshot bot, AiRequest request, ReplyReason reason, CancellationToken ct) =>
        ScreenAsync(caller, bot, request.Text, new Refusal(reason, request.Values.Language, "ai.say.not_answered", IsAnswer: false), ct);

    /// <param name="answer">What the model has said.</param>
    public Task<Screened> AnswerAsync(
        AiCaller caller,
        BotSnapshot bot,
        AiRequest request,
        string answer,
        ReplyReason reason,
        CancellationToken ct
    ) =>
        bot.Safety.ChecksAnswers
            ? ScreenAsync(caller, bot, answer, new Refusal(reason, request.Values.Language, "ai.say.answer_withheld", IsAnswer: true), ct)
            : Task.FromResult(Screened.Passed);

    private async Task<Screened> ScreenAsync(AiCaller caller, BotSnapshot bot, string text, Refusal refusal, CancellationToken ct)
    {
        var judgement = await moderate.JudgeAsync(caller.AccountId, bot, text, ct);
        var isLive = caller.ContactId is not null;
        if (isLive && bot.Safety.Moderation == ModerationKind.Provider)
        {
            await NoteAsync(caller, judgement.Trouble, ct);
        }

        if (judgement.Refused is not { } problem)
        {
            return new Screened(Instead: null, IsUnchecked: judgement.Trouble is not null);
        }

        if (isLive && bot.Safety.TellsOwner)
        {
            await problems.ReportAsync(caller.AccountId, caller.BotId, Refused, detail: null, ct);
        }

        return new Screened(Say(bot, refusal, problem), IsUnchecked: false);
    }

    private Task NoteAsync(AiCaller caller, string? trouble, CancellationToken ct) =>
        trouble is null
            ? problems.ClearAsync(caller.BotId, "moderation", ct)
            : problems.ReportAsync(caller.AccountId, caller.BotId, trouble, detail: null, ct);

    private static Reply Say(BotSnapshot bot, Refusal refusal, Problem problem)
    {
        var text = bot.Texts.Of(refusal.Text, refusal.Language);
        return new Reply
        {
            Reason = refusal.Reason with
            {
                Step = ReplyStep.Safety,
                Problem = refusal.IsAnswer ? OfAnswer(problem.Code) : problem.Code,
                ProblemDetail = problem.Args[0].ToString(),
            },
            Messages =
            [
                new OutgoingMessage
                {
                    Text = bot.Safety.AsksHuman ? $"{text}\n\n{bot.Texts.Of("conversations.say.human_wanted", refusal.Language)}" : text,
                },
            ],
            Effects = bot.Safety.AsksHuman ? [new HumanWanted()] : [],
        };
    }

    private static string OfAnswer(string code) => code == "safety.word" ? "safety.word_answer" : "safety.flagged_answer";

    private sealed record Refusal(ReplyReason Reason, string Language, string Text, bool IsAnswer);
}

/// <param name="Instead">What the contact hears; null lets the text pass.</param>
/// <param name="IsUnchecked">Nobody could judge it.</param>
public sealed record Screened(Reply? Instead, bool IsUnchecked)
{
    public static readonly Screened Passed = new(null, false);
}
