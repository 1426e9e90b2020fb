using BotStudio.Tests.Support;
using BotStudio.Web.Shared;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Shared;

public sealed class ToastsTests : Screen
{
    private Toasts Toasts => Services.GetRequiredService<Toasts>();

    [Fact]
    public void A_toast_goes_by_itself()
    {
        var stack = Render<ToastStack>();

        Toasts.Success("Saved.");
        stack.WaitForAssertion(() => Assert.Equal("Saved.", stack.Find("p").TextContent));

        Clock.Advance(Toasts.ShownFor);
        stack.WaitForAssertion(() => Assert.Empty(stack.FindAll("p")));
    }

    [Fact]
    public void A_toast_stays_while_its_reader_points_at_it()
    {
        Toasts.Success("Saved.");
        var toast = Toasts.Shown.Single();

        Toasts.Hold(toast.Id);
        Clock.Advance(Toasts.ShownFor * 3);
        Assert.Single(Toasts.Shown);

        Toasts.Release(toast.Id);
        Clock.Advance(Toasts.ShownFor);
        Assert.Empty(Toasts.Shown);
    }

    [Fact]
    public async Task Undo_takes_back_once()
    {
        var undone = 0;
        var stack = Render<ToastStack>();
        Toasts.Undoable("Deleted.", "Undo", () => Task.FromResult(undone++));

        stack.WaitForElement(".toast button:not(.icon-only)");
        await stack.InvokeAsync(() => stack.Find(".toast button:not(.icon-only)").ClickAsync(new()));

        Assert.Equal(1, undone);
        Assert.Empty(Toasts.Shown);
    }

    [Fact]
    public void The_oldest_gives_way_when_there_are_too_many()
    {
        for (var number = 1; number <= 6; number++)
        {
            Toasts.Success($"{number}");
        }

        Assert.Equal(["3", "4", "5", "6"], Toasts.Shown.Select(toast => toast.Text));
    }
}
