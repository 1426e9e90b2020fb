namespace BotStudio.Core.Ai.Models;

/// <summary>What one answer will take, as far as it can be told while its prompt is being written.</summary>
/// <param name="Cost">US dollars; null when nobody knows the model's price.</param>
public sealed record AnswerEstimate(int TokensIn, int TokensOut, decimal? Cost)
{
    /// <summary>Tokens of what a contact writes, in chats about everyday business.</summary>
    public const int UsualQuestion = 30;

    /// <summary>Tokens of what a model answers to it.</summary>
    public const int UsualAnswer = 150;

    /// <summary>What every prompt is told besides: the language to answer in.</summary>
    private const int Rules = 25;

    /// <param name="instructions">As the owner wrote them; variables count as their names.</param>
    /// <param name="historyLength">Messages that are sent along, half of them the contact's: as in a conversation that has gone on for a while.</param>
    public static AnswerEstimate Of(string instructions, int historyLength, int? maxOutputTokens, ModelFigures model)
    {
        var limits = model.Limits;
        var tokensIn =
            TokenCount.Estimate(instructions, limits.Vocabulary)
            + Rules
            + UsualQuestion
            + (historyLength * (UsualQuestion + UsualAnswer) / 2)
            + ((historyLength + 2) * TokenCount.PerMessage);
        var tokensOut = Math.Min(Math.Min(maxOutputTokens ?? UsualAnswer, UsualAnswer), limits.MaxOutputTokens);
        return new AnswerEstimate(tokensIn, tokensOut, model.Price?.CostOf(tokensIn, 0, tokensOut));
    }
}
