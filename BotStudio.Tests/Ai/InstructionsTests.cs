using BotStudio.Core.Ai;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Localization;

namespace BotStudio.Tests.Ai;

public sealed class InstructionsTests
{
    [Theory]
    [InlineData("en", "Answer in English, unless")]
    [InlineData("uk", "Answer in Ukrainian, unless")]
    [InlineData("ru", "Answer in Russian, unless")]
    [InlineData("pl", "Answer in Polish, unless")]
    [InlineData("de", "Answer in German, unless")]
    public void The_model_is_told_the_contacts_language_after_the_owners_words(string language, string rule)
    {
        var instructions = Instructions.For(Prompt("You help {{contact.first_name}}."), Values(language));

        Assert.StartsWith($"You help Olena.\n\n{rule}", instructions);
    }

    [Fact]
    public void Every_language_of_the_product_can_be_answered_in()
    {
        Assert.All(Languages.All, language => Instructions.For(Prompt("Hi"), Values(language.Code)));
    }

    [Fact]
    public void What_is_added_for_a_language_is_told_in_that_language_only()
    {
        var prompt = CompiledPrompt.Compile(
            new PromptSettings
            {
                Text = "You help.",
                Additions = new LocalizedText("de", "Sieze {{contact.first_name}}.") { ["en"] = "Be brief." },
            }
        );

        Assert.StartsWith("You help.\n\nSieze Olena.\n\nAnswer in German", Instructions.For(prompt, Values("de")));
        Assert.StartsWith("You help.\n\nAnswer in Polish", Instructions.For(prompt, Values("pl")));
    }

    private static CompiledPrompt Prompt(string text) => CompiledPrompt.Compile(new PromptSettings { Text = text });

    private static TemplateValues Values(string language) =>
        new()
        {
            BotName = "Velo",
            FirstName = "Olena",
            Language = language,
            Now = new DateTimeOffset(2026, 3, 5, 14, 5, 0, TimeSpan.Zero),
        };
}
