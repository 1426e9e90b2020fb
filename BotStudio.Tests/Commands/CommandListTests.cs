using BotStudio.Core.Bots;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Commands;
using BotStudio.Web.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Commands;

public sealed class CommandListTests : DraftScreen
{
    private readonly DraftSession draft = Draft(
        A.Document(A.TextCommand("price", "10 euros"), A.TextCommand("hours", "9 to 17"), A.TextCommand("help", "Ask away"))
    );

    private string Names => string.Join(' ', draft.Document.Commands.Select(command => command.Name));

    private Toast Toast => Services.GetRequiredService<Toasts>().Shown.Single();

    [Fact]
    public void A_new_command_is_opened_at_its_name()
    {
        List().Find("button.primary").Click();

        var added = draft.Document.Commands[^1];
        Assert.Equal("price hours help command", Names);
        Assert.EndsWith(
            $"/commands/{added.Id}?at=%2Fcommands%2F{added.Id}%2Fname",
            Services.GetRequiredService<NavigationManager>().Uri,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_deleted_command_comes_back_from_its_toast_to_its_place()
    {
        Menu("hours", "Delete").Click();
        Assert.Equal("price help", Names);
        Assert.Equal("/hours is deleted", Toast.Text);

        await Toast.Action!();
        Assert.Equal("price hours help", Names);
    }

    [Fact]
    public void Deleting_says_what_else_it_breaks()
    {
        var price = draft.Document.Commands[0];
        draft.Change(document => document.Insert(A.Command("menu", A.Menu(A.CommandButton("b1", price), A.CommandButton("b2", price)))));

        Menu("price", "Delete").Click();

        Assert.Contains("2 buttons ran it", Toast.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_stands_behind_its_original()
    {
        Menu("price", "Duplicate").Click();

        Assert.Equal("price price_2 hours help", Names);
    }

    [Fact]
    public void Commands_are_moved_by_menu_keyboard_and_dragging()
    {
        Menu("price", "Move down").Click();
        Assert.Equal("hours price help", Names);

        Row("help").QuerySelector("a")!.KeyDown(new KeyboardEventArgs { Key = "ArrowUp", AltKey = true });
        Assert.Equal("hours help price", Names);

        List().Find("[data-dropped]").Change("id-price id-hours before");
        Assert.Equal("price hours help", Names);
        List().Find("[data-dropped]").Change("id-price id-hours after");
        Assert.Equal("hours price help", Names);
    }

    [Fact]
    public void A_long_list_can_be_searched_and_is_not_moved_meanwhile()
    {
        for (var i = 0; i < 6; i++)
        {
            draft.Change(document => document.Insert(A.TextCommand($"more{i}", "More")));
        }

        var list = List();
        list.Find("input[type='search']").Input("pri");

        Assert.Equal(["/price"], list.FindAll("[data-drag] b").Select(name => name.TextContent));
        Assert.Empty(list.FindAll("[data-drag-handle]"));
        list.Find("input[type='search']").Input("zzz");
        Assert.Contains("zzz", list.Find(".hint").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_say_what_is_off_wrong_or_not_translated()
    {
        draft.Change(document =>
            document
                .Edit("id-price", command => command with { IsActive = false })
                .Edit("id-hours", command => command with { Name = "Opening!" })
        );

        Assert.Equal("off", Row("price").QuerySelector(".tag")!.TextContent);
        Assert.NotNull(Row("Opening!").QuerySelector(".problem"));
        Assert.Contains("Українська", Row("help").QuerySelector(".missing")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_viewer_finds_nothing_to_change()
    {
        var reader = Draft(draft.Document, Core.Accounts.Role.Operator);

        var list = Show<CommandList>(reader);

        Assert.True(list.Find("button.primary").HasAttribute("disabled"));
        Assert.Empty(list.FindAll("[data-drag-handle], .menu"));
    }

    private IRenderedComponent<CommandList> List() => Show<CommandList>(draft);

    private AngleSharp.Dom.IElement Row(string name) =>
        List().FindAll("[data-drag]").Single(row => row.QuerySelector("b")!.TextContent == "/" + name);

    private AngleSharp.Dom.IElement Menu(string name, string item) =>
        Row(name).QuerySelectorAll("button.item").Single(button => button.TextContent.Trim() == item);
}
