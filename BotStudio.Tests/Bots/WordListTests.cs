using BotStudio.Core.Bots;

namespace BotStudio.Tests.Bots;

public sealed class WordListTests
{
    private readonly WordList list = new(["casino", "easy money", "Müll", "мій", "ёлка", "   "]);

    [Theory]
    [InlineData("Join our CASINO!", "casino")]
    [InlineData("Make easy,\n money now", "easy money")]
    [InlineData("so ein MULL", "Müll")]
    [InlineData("cas\u200bino", "casino")]
    [InlineData("ｃａｓｉｎｏ", "casino")]
    [InlineData("Мій кіт", "мій")]
    [InlineData("Елка", "ёлка")]
    public void A_word_is_found_however_it_is_written(string text, string word) => Assert.Equal(word, list.FindIn(text));

    [Theory]
    [InlineData("casinos are elsewhere")]
    [InlineData("easy, and no money")]
    [InlineData("мии")]
    [InlineData("")]
    [InlineData("\ud83d \0")]
    public void Parts_of_other_words_are_none(string text) => Assert.Null(list.FindIn(text));

    [Fact]
    public void Without_words_nothing_is_found() => Assert.Null(new WordList([]).FindIn("casino"));
}
