using BotStudio.Tests.Support;
using BotStudio.Web.Shared;

namespace BotStudio.Tests.Shared;

public sealed class GrowingTextTests
{
    private readonly Clock clock = new();
    private readonly List<string> drawn = [];
    private readonly GrowingText text;

    public GrowingTextTests() => text = new GrowingText(() => drawn.Add(text!.Text), clock);

    [Fact]
    public void The_first_words_are_drawn_at_once_and_the_next_at_a_pace_that_eyes_follow()
    {
        text.Hear("We ");
        text.Hear("open ");
        text.Hear("at ");
        Assert.Equal(["We "], drawn);

        clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(["We ", "We open at "], drawn);
    }

    [Fact]
    public void After_a_pause_words_are_drawn_at_once()
    {
        text.Hear("We ");
        clock.Advance(TimeSpan.FromSeconds(1));
        text.Hear("open");

        Assert.Equal(["We ", "We open"], drawn);
    }

    [Fact]
    public void An_answer_that_is_asked_for_anew_begins_anew()
    {
        text.Hear("We op");
        text.StartOver();
        text.Hear("Nine.");

        Assert.Equal("Nine.", text.Text);
    }
}
