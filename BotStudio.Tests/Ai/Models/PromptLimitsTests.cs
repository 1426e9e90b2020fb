using BotStudio.Core.Ai.Models;
using BotStudio.Core.Outcomes;

namespace BotStudio.Tests.Ai.Models;

public sealed class PromptLimitsTests
{
    /// <summary>About 9,000 tokens.</summary>
    private static readonly string LongPrompt = string.Concat(Enumerable.Repeat("Never promise a discount, whoever asks. ", 1_000));

    [Fact]
    public void A_prompt_larger_than_the_models_context_is_a_problem_with_its_figures()
    {
        var problem = PromptLimits.CheckPrompt(LongPrompt, ModelCatalog.Find("gpt-4"), maxOutputTokens: 1_000);

        Assert.Equal("ai.prompt_exceeds_model", problem?.Code);
        Assert.InRange((int)problem!.Args[0], 8_000, 10_000);
        Assert.Equal(5_753, problem.Args[1]);
        Assert.Equal("gpt-4", problem.Args[2]);
    }

    [Fact]
    public void The_same_prompt_fits_a_larger_model()
    {
        Assert.Null(PromptLimits.CheckPrompt(LongPrompt, ModelCatalog.Find("gpt-4o-mini"), maxOutputTokens: 1_000));
    }

    [Fact]
    public void Room_for_the_answer_and_one_message_is_kept()
    {
        var prompt = LongPrompt[..20_000];

        Assert.Null(PromptLimits.CheckPrompt(prompt, ModelCatalog.Find("gpt-4"), maxOutputTokens: 500));
        Assert.NotNull(PromptLimits.CheckPrompt(prompt, ModelCatalog.Find("gpt-4"), maxOutputTokens: 4_000));
        Assert.NotNull(PromptLimits.CheckPrompt("Be kind.", ModelCatalog.Find("gpt-4"), maxOutputTokens: 8_000));
    }

    [Fact]
    public void A_token_limit_above_the_models_own_is_a_problem()
    {
        Assert.Equal(
            new Problem("ai.token_limit_exceeds_model", 20_000, 16_384, "gpt-4o"),
            PromptLimits.CheckTokenLimit(20_000, ModelCatalog.Find("gpt-4o"))
        );
        Assert.Null(PromptLimits.CheckTokenLimit(16_384, ModelCatalog.Find("gpt-4o")));
        Assert.Null(PromptLimits.CheckTokenLimit(null, ModelCatalog.Find("gpt-4o")));
        Assert.Null(PromptLimits.CheckTokenLimit(20_000, ModelCatalog.Find("my-own")));
    }
}
