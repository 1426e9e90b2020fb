using BotStudio.Tests.Support;
using BotStudio.Web.Shared;
using Bunit;

namespace BotStudio.Tests.Shared;

public sealed class ButtonTests : Screen
{
    [Fact]
    public async Task A_button_shows_its_work_and_cannot_be_pressed_again_meanwhile()
    {
        var work = new TaskCompletionSource();
        var presses = 0;
        var button = Render<Button>(b =>
            b.Add(
                    x => x.OnClick,
                    () =>
                    {
                        presses++;
                        return work.Task;
                    }
                )
                .AddChildContent("Save")
        );

        var first = button.Find("button").ClickAsync(new());
        await button.InvokeAsync(() => button.Find("button").ClickAsync(new()));

        Assert.Equal(1, presses);
        Assert.Equal("true", button.Find("button").GetAttribute("aria-busy"));
        Assert.NotNull(button.Find(".spinner"));

        work.SetResult();
        await first;
        Assert.False(button.Find("button").HasAttribute("aria-busy"));
    }

    [Fact]
    public async Task A_button_whose_work_fails_can_be_pressed_again()
    {
        var button = Render<Button>(b => b.Add(x => x.OnClick, () => Task.FromException(new InvalidOperationException())));

        await Assert.ThrowsAsync<InvalidOperationException>(() => button.Find("button").ClickAsync(new()));

        Assert.False(button.Find("button").HasAttribute("aria-busy"));
    }
}
