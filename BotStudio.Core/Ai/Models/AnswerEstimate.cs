using BotStudio.Core.Ai.Tools;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

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
    /// <param name="besides">Tokens of what goes along with every question: <see cref="Besides"/>.</param>
    public static AnswerEstimate Of(string instructions, int historyLength, int? maxOutputTokens, ModelFigures model, int besides = 0)
    {
        var limits = model.Limits;
        var tokensIn =
            TokenCount.Estimate(instructions, limits.Vocabulary)
            + Rules
            + besides
            + UsualQuestion
            + (historyLength * (UsualQuestion + UsualAnswer) / 2)
            + ((historyLength + 2) * TokenCount.PerMessage);
        var tokensOut = Math.Min(Math.Min(maxOutputTokens ?? UsualAnswer, UsualAnswer), limits.MaxOutputTokens);
        return new AnswerEstimate(tokensIn, tokensOut, model.Price?.CostOf(tokensIn, 0, tokensOut));
    }

    /// <summary>What a bot's questions carry besides the prompt: what is added for the contact's language, and the tools.</summary>
    public static int Besides(BotDocument document, string language, ModelLimits model)
    {
        var addition = document.Prompt.Additions.GetValueOrDefault(language);
        return (string.IsNullOrWhiteSpace(addition) ? 0 : TokenCount.Estimate(addition, model.Vocabulary)) + Tools(document, model);
    }

    private static int Tools(BotDocument document, ModelLimits model)
    {
        var offered = model.CallsTools ? ToolBelt.Of(BotSnapshot.Compile(document, number: null)).Offered : [];
        return offered.Count == 0
            ? 0
            : TokenCount.Estimate(ToolTexts.Rules, model.Vocabulary)
                + offered.Sum(tool =>
                    TokenCount.Estimate($"{tool.Name} {tool.Description} {tool.Parameters.GetRawText()}", model.Vocabulary)
                );
    }
}
