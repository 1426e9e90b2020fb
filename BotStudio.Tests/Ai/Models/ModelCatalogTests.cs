using BotStudio.Core.Ai.Models;

namespace BotStudio.Tests.Ai.Models;

public sealed class ModelCatalogTests
{
    [Theory]
    [InlineData("gpt-4o-mini", 128_000, 16_384)]
    [InlineData("gpt-4o-mini-2024-07-18", 128_000, 16_384)]
    [InlineData("gpt-4o-2024-05-13", 128_000, 4_096)]
    [InlineData("GPT-4.1-nano", 1_047_576, 32_768)]
    [InlineData("gpt-4", 8_192, 8_192)]
    [InlineData("openai/gpt-5-mini", 400_000, 128_000)]
    [InlineData("gpt-5-chat-latest", 128_000, 16_384)]
    [InlineData("gpt-5.2", 400_000, 128_000)]
    [InlineData("o3-mini", 200_000, 100_000)]
    [InlineData("anthropic/claude-sonnet-4.5", 200_000, 64_000)]
    [InlineData("claude-3-5-sonnet-latest", 200_000, 8_192)]
    [InlineData("anthropic:claude-haiku-4-5", 200_000, 64_000)]
    public void A_model_is_found_by_its_family(string name, int context, int output)
    {
        var found = ModelCatalog.Find(name);

        Assert.True(found.IsKnown);
        Assert.Equal((name, context, output), (found.Name, found.ContextTokens, found.MaxOutputTokens));
    }

    [Theory]
    [InlineData("my-own")]
    [InlineData("gpt")]
    [InlineData("llama3.1:8b")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("---")]
    public void A_model_that_is_not_listed_gets_careful_limits(string name)
    {
        var found = ModelCatalog.Find(name);

        Assert.False(found.IsKnown);
        Assert.Equal((name, 16_384, 4_096), (found.Name, found.ContextTokens, found.MaxOutputTokens));
    }

    [Theory]
    [InlineData("gpt-4o", true)]
    [InlineData("gpt-5-chat-latest", true)]
    [InlineData("gpt-5-nano", false)]
    [InlineData("o4-mini", false)]
    [InlineData("my-own", true)]
    public void Reasoning_models_take_no_temperature(string name, bool takes)
    {
        Assert.Equal(takes, ModelCatalog.Find(name).TakesTemperature);
    }
}
