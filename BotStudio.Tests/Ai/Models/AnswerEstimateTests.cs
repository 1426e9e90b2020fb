using BotStudio.Core.Ai.Models;

namespace BotStudio.Tests.Ai.Models;

public sealed class AnswerEstimateTests
{
    private static readonly ModelFigures Model = new(
        new ModelLimits("m", 100_000, 4_000, Vocabulary.O200k),
        new ModelPrice(2.00m, null, 8.00m),
        HasKey: true
    );

    [Fact]
    public void A_message_costs_its_prompt_its_history_and_its_answer()
    {
        // 25 for the rules, a question of 30, ten messages of 90 on average, twelve times the 4 that a chat adds: and no prompt.
        var estimate = AnswerEstimate.Of("", historyLength: 10, maxOutputTokens: null, Model);

        Assert.Equal(new AnswerEstimate(1_003, 150, 0.003206m), estimate);
    }

    [Fact]
    public void A_token_limit_keeps_the_answer_short_and_an_unknown_price_stays_unknown()
    {
        var estimate = AnswerEstimate.Of("Be kind.", historyLength: 0, maxOutputTokens: 40, Model with { Price = null });

        Assert.Equal(40, estimate.TokensOut);
        Assert.Null(estimate.Cost);
        Assert.Equal(25 + 30 + 8 + TokenCount.Estimate("Be kind.", Vocabulary.O200k), estimate.TokensIn);
    }
}
