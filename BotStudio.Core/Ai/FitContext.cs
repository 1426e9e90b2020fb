using BotStudio.Core.Ai.Models;

namespace BotStudio.Core.Ai;

/// <summary>Makes a question fit into the model's context: instructions and the last turn stay whole, the oldest turns go first.</summary>
public static class FitContext
{
    /// <returns>How many of the oldest turns have to go; null when the instructions and the last turn alone are too long.</returns>
    public static int? TurnsToDrop(AiQuestion question, ModelLimits limits)
    {
        var room = PromptLimits.InputRoom(limits, question.MaxOutputTokens);
        if (AtMost(question) <= room)
        {
            return 0;
        }

        room -= Tokens(question.Instructions, limits);
        for (var kept = 0; kept < question.Turns.Count; kept++)
        {
            room -= Tokens(question.Turns[^(kept + 1)].Text, limits);
            if (room < 0)
            {
                return kept == 0 ? null : question.Turns.Count - kept;
            }
        }

        return room < 0 ? null : 0;
    }

    private static int AtMost(AiQuestion question)
    {
        var tokens = TokenCount.AtMost(question.Instructions) + TokenCount.PerMessage;
        foreach (var turn in question.Turns)
        {
            tokens += TokenCount.AtMost(turn.Text) + TokenCount.PerMessage;
        }

        return tokens;
    }

    private static int Tokens(string text, ModelLimits limits) => TokenCount.Estimate(text, limits.Vocabulary) + TokenCount.PerMessage;
}
