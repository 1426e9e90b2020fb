using BotStudio.Tests.Support;
using BotStudio.Web.Shared;
using Bunit;

namespace BotStudio.Tests.Shared;

public sealed class ConfirmDialogTests : Screen
{
    [Fact]
    public async Task It_names_what_will_be_lost()
    {
        var dialog = Ask(out _);

        Assert.Equal(["128 conversations", "4 versions"], dialog.FindAll("li").Select(line => line.TextContent));
        await dialog.InvokeAsync(() => dialog.Find("[data-dialog-close]").ClickAsync(new()));
    }

    [Fact]
    public async Task Agreeing_is_yes_and_closes_it()
    {
        var dialog = Ask(out var answer);

        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        Assert.True(await answer);
        Assert.Empty(dialog.FindAll("form"));
    }

    [Theory]
    [InlineData("[data-dialog-close]")]
    [InlineData(".foot .button:not(.danger)")]
    public async Task Leaving_it_in_any_way_is_no(string way)
    {
        var dialog = Ask(out var answer);

        await dialog.InvokeAsync(() => dialog.Find(way).ClickAsync(new()));

        Assert.False(await answer);
    }

    [Fact]
    public async Task What_cannot_be_undone_wants_its_name_typed_first()
    {
        var dialog = Ask(out var answer, typed: "Coffee");

        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());
        Assert.False(answer.IsCompleted);
        Assert.True(dialog.Find(".danger").HasAttribute("disabled"));

        await dialog.InvokeAsync(() => dialog.Find("input").InputAsync(new() { Value = "coffee " }));
        Assert.False(dialog.Find(".danger").HasAttribute("disabled"));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());
        Assert.True(await answer);
    }

    [Fact]
    public async Task Asking_again_answers_the_open_question_with_no()
    {
        var dialog = Ask(out var first);

        var second = dialog.InvokeAsync(dialog.Instance.AskAsync);

        Assert.False(await first);
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());
        Assert.True(await second);
    }

    private IRenderedComponent<ConfirmDialog> Ask(out Task<bool> answer, string? typed = null)
    {
        var dialog = Render<ConfirmDialog>(d =>
            d.Add(x => x.Title, "Delete?")
                .Add(x => x.Confirm, "Delete the bot")
                .Add(x => x.Loses, ["128 conversations", "4 versions"])
                .Add(x => x.Typed, typed)
        );
        answer = dialog.InvokeAsync(dialog.Instance.AskAsync);
        return dialog;
    }
}
