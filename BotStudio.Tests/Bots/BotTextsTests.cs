using BotStudio.Core.Bots;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Bots;

public sealed class BotTextsTests
{
    private const string Key = "conversations.say.human_wanted";

    [Theory]
    [InlineData("en", "A person will answer you here soon.")]
    [InlineData("uk", "Незабаром вам тут відповість людина.")]
    public void What_a_bot_says_is_built_in_for_every_language(string language, string expected) =>
        Assert.Equal(expected, new BotTexts(A.Document()).Of(Key, language, "Olena"));

    [Fact]
    public void An_owner_may_say_it_in_other_words_language_by_language()
    {
        var texts = new BotTexts(
            A.Document() with
            {
                SystemTexts = new Dictionary<string, LocalizedText> { [Key] = new("en", "{0} is here!") },
            }
        );

        Assert.Equal("Olena is here!", texts.Of(Key, "en", "Olena"));
        Assert.Equal("Незабаром вам тут відповість людина.", texts.Of(Key, "uk", "Olena"));
    }

    [Fact]
    public void A_broken_placeholder_of_the_owner_costs_the_reader_nothing()
    {
        var texts = new BotTexts(A.Document() with { SystemTexts = new Dictionary<string, LocalizedText> { [Key] = new("en", "{7} {0") } });

        Assert.Equal("A person will answer you here soon.", texts.Of(Key, "en", "Olena"));
    }

    [Fact]
    public void Every_text_is_there_in_every_language()
    {
        Assert.Contains(Key, BotTexts.Keys);
        Assert.All(BotTexts.Keys, key => Assert.All(Languages.All, language => Assert.NotEmpty(BotTexts.BuiltIn(key, language.Code))));
    }
}
