using BotStudio.Core.Ai.Models;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.PromptLibrary;
using BotStudio.Core.Localization;

namespace BotStudio.Tests.Prompts;

/// <summary>The library of prompts to begin with.</summary>
public sealed class PromptStarterTests
{
    public static TheoryData<string> Keys => [.. PromptStarters.All.Select(starter => starter.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_starter_is_there_in_every_language_and_says_as_much_in_each(string key)
    {
        var starter = PromptStarters.All.Single(each => each.Key == key);
        foreach (var text in new[] { starter.Title, starter.Summary, starter.Text })
        {
            Assert.Equal(Languages.All.Select(language => language.Code).Order(), text.Keys.Order());
            Assert.All(text.Values, value => Assert.False(string.IsNullOrWhiteSpace(value)));
        }

        var paragraphs = starter.Text["en"].Split('\n').Length;
        Assert.All(starter.Text.Values, text => Assert.Equal(paragraphs, text.Split('\n').Length));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_starter_uses_the_same_variables_in_every_language_and_only_those_of_every_bot(string key)
    {
        var starter = PromptStarters.All.Single(each => each.Key == key);
        var variables = Variables(starter.Text["en"]);

        Assert.NotEmpty(variables);
        Assert.All(variables, name => Assert.True(TemplateVariables.IsKnown(name), name));
        Assert.All(starter.Text.Values, text => Assert.Equal(variables, Variables(text)));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_starter_leaves_room_for_a_conversation_in_the_smallest_model(string key)
    {
        var starter = PromptStarters.All.Single(each => each.Key == key);

        Assert.All(starter.Text.Values, text => Assert.Null(PromptLimits.CheckPrompt(text, ModelCatalog.Find("gpt-4"), null)));
        Assert.All(starter.Text.Values, text => Assert.Contains("[", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("shop deliver", "en", "shop")]
    [InlineData("ДОСТАВКА", "uk", "shop")]
    public void A_search_looks_into_what_a_prompt_says(string search, string language, string found) =>
        Assert.Contains(PromptStarters.All, starter => starter.Key == found && starter.Matches(search, language));

    private static IReadOnlyList<string> Variables(string text) =>
        [.. TextTemplate.Compile(text).Variables.Distinct().Order(StringComparer.Ordinal)];
}
