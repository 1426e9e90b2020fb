using BotStudio.Core.Localization;

namespace BotStudio.Tests.Localization;

public sealed class LocalizedTextTests
{
    private readonly LocalizedText text = new("en", "Hello");

    [Fact]
    public void Another_text_in_a_language_leaves_the_original_alone()
    {
        var changed = text.With("uk", "Вітаю");

        Assert.Equal(("Hello", "Вітаю"), (changed["en"], changed["uk"]));
        Assert.Equal(["en"], text.Keys);
    }

    [Fact]
    public void An_empty_text_takes_the_language_out()
    {
        Assert.Empty(text.With("en", ""));
    }

    [Fact]
    public void The_same_text_is_the_same_object()
    {
        Assert.Same(text, text.With("en", "Hello"));
        Assert.Same(text, text.With("de", ""));
    }
}
