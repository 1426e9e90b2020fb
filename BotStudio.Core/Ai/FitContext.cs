using BotStudio.Core.Ai.Models;

namespace BotStudio.Core.Ai;

/// <summary>
/// Makes a question fit into the model's context: instructions, the summary, tools, the last turn and what was called since stay whole, the
/// oldest turns go first.
/// </summary>
public static class FitContext
{
    /// <summary>A large picture costs about as much with every provider; small ones cost less (OpenAI and Anthropic, vision guides).</summary>
    private const int TokensPerPicture = 1_600;

    /// <returns>How many of the oldest turns have to go; null when what must stay is too long alone.</returns>
    public static int? TurnsToDrop(AiQuestion question, ModelLimits limits)
    {
        var room = PromptLimits.InputRoom(limits, question.MaxOutputTokens);
        if (Tokens(question, TokenCount.AtMost) <= room)
        {
            return 0;
        }

        int Estimate(string text) => TokenCount.Estimate(text, limits.Vocabulary);
        room -= TokensBesideTurns(question, Estimate);
        for (var kept = 0; kept < question.Turns.Count; kept++)
        {
            room -= Tokens(question.Turns[^(kept + 1)], Estimate);
            if (room < 0)
            {
                return kept == 0 ? null : question.Turns.Count - kept;
            }
        }

        return room < 0 ? null : 0;
    }

    /// <summary>What the whole question takes.</summary>
    /// <param name="count">How many tokens a text has.</param>
    public static int Tokens(AiQuestion question, Func<string, int> count)
    {
        var tokens = TokensBesideTurns(question, count);
        foreach (var turn in question.Turns)
        {
            tokens += Tokens(turn, count);
        }

        return tokens;
    }

    private static int TokensBesideTurns(AiQuestion question, Func<string, int> count)
    {
        var tokens = count(question.Instructions) + TokenCount.PerMessage;
        if (question.Summary is { } summary)
        {
            tokens += count(summary) + (2 * TokenCount.PerMessage);
        }

        foreach (var tool in question.Tools)
        {
            tokens += count(tool.Name) + count(tool.Description) + count(tool.Parameters.GetRawText()) + TokenCount.PerMessage;
        }

        foreach (var round in question.Rounds)
        {
            tokens += count(round.Text) + TokenCount.PerMessage;
            tokens += round.Calls.Sum(call => count(call.Name) + count(call.Arguments) + TokenCount.PerMessage);
            tokens += round.Results.Sum(result => count(result) + TokenCount.PerMessage);
        }

        return tokens;
    }

    private static int Tokens(AiTurn turn, Func<string, int> count) =>
        count(turn.Text) + (turn.Pictures.Count * TokensPerPicture) + TokenCount.PerMessage;
}
