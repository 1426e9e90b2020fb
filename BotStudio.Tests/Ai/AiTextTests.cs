using System.Globalization;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Ai;

public sealed class AiTextTests
{
    private static readonly string[] Codes =
    [
        "ai.no_key",
        "ai.key_refused",
        "ai.quota",
        "ai.overloaded",
        "ai.timeout",
        "ai.unreachable",
        "ai.refused",
        "ai.model_unknown",
        "ai.prompt_too_long",
        "ai.empty",
    ];

    private readonly ProblemTexts texts = new ServiceCollection()
        .AddLogging()
        .AddLocalization()
        .AddSingleton<ProblemTexts>()
        .BuildServiceProvider()
        .GetRequiredService<ProblemTexts>();

    [Fact]
    public void Whatever_keeps_AI_from_answering_is_said_in_every_language()
    {
        foreach (var code in Codes)
        {
            var said = Languages.All.Select(language => In(language, new Problem(code))).ToList();

            Assert.DoesNotContain(said, text => text.Contains(code));
            Assert.Distinct(said);
        }
    }

    [Fact]
    public void A_prompt_too_long_for_its_model_is_said_with_figures_in_every_language()
    {
        foreach (var language in Languages.All)
        {
            var prompt = In(language, new Problem("ai.prompt_exceeds_model", 9_000, 5_753, "gpt-4"));
            var limit = In(language, new Problem("ai.token_limit_exceeds_model", 20_000, 16_384, "gpt-4o"));

            Assert.All(["9", "000", "5", "753", "gpt-4"], part => Assert.Contains(part, prompt));
            Assert.All(["20", "16", "384", "gpt-4o"], part => Assert.Contains(part, limit));
        }
    }

    private string In(Language language, Problem problem)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language.Code);
        return texts.Of(problem);
    }
}
