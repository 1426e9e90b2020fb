using AngleSharp.Dom;
using BotStudio.Core.Bots;
using BotStudio.Core.Commands.Responses;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Commands;
using BotStudio.Web.Commands.Responses;
using BotStudio.Web.Shared;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Commands;

public sealed class MenuResponseEditorTests : DraftScreen
{
    private const string Place = "/commands/id-menu/response";

    private readonly DraftSession draft;

    public MenuResponseEditorTests()
    {
        var price = A.TextCommand("price", "10 euros");
        var menu = A.Menu(A.CommandButton("b1", price), A.LinkButton("b2", "https://example.com"));
        draft = Draft(A.Document(A.Command("menu", menu), price));
    }

    private MenuResponse Menu => (MenuResponse)draft.Document.Commands[0].Response;

    private string Rows => string.Join('/', Menu.Rows.Select(row => string.Join(' ', row.Select(button => button.Id))));

    [Fact]
    public void A_new_button_opens_to_be_filled_in()
    {
        var editor = Editor();

        editor.Find("button.add").Click();
        Follow(editor);

        var button = Menu.Rows[0][2];
        Assert.Equal("true", editor.Find($"[data-drag='{button.Id}']").GetAttribute("aria-pressed"));
        editor.Find($"[data-place='{Place}/rows/0/2/text/en']").Input("Hours");
        Assert.Equal("Hours", Menu.Rows[0][2].Text["en"]);
    }

    [Fact]
    public void A_row_takes_no_more_buttons_than_telegram_shows()
    {
        for (var i = Menu.Rows[0].Count; i < ButtonRows.MaxButtonsInRow; i++)
        {
            Put(menu =>
                menu with
                {
                    Rows = menu.Rows.Insert(A.LinkButton("x" + Guid.CreateVersion7().ToString("n")[^8..], "https://example.com"), 0, 0),
                }
            );
        }

        Assert.Empty(Editor().FindAll("button.add"));
    }

    [Fact]
    public void What_a_tap_does_is_chosen_and_checked()
    {
        var editor = Editor();
        editor.Find("[data-drag='b1']").Click();

        editor.FindAll(".actions input")[1].Change(true);
        Follow(editor);
        Assert.Contains(editor.FindAll(".edited .error"), error => error.TextContent.Contains("whole address", StringComparison.Ordinal));

        editor.Find("[inputmode='url']").Change("example.com/menu");
        Follow(editor);
        Assert.Equal((ButtonAction.OpenLink, "https://example.com/menu"), (Menu.Rows[0][0].Action, Menu.Rows[0][0].Url));
        Assert.DoesNotContain(editor.FindAll(".edited .error"), error => error.TextContent.Trim().Length > 0);
    }

    [Fact]
    public void A_button_is_moved_by_keyboard_and_by_dragging()
    {
        var editor = Editor();

        editor.Find("[data-drag='b1']").KeyDown(new KeyboardEventArgs { Key = "ArrowRight", AltKey = true });
        Assert.Equal("b2 b1", Rows);

        Follow(editor);
        editor.Find("[data-dropped]").Change("b2 row:1 into");
        Assert.Equal("b1/b2", Rows);

        Follow(editor);
        editor.Find("[data-dropped]").Change("b2 b1 before");
        Assert.Equal("b2 b1", Rows);
    }

    [Fact]
    public async Task A_deleted_button_comes_back_from_its_toast()
    {
        var editor = Editor();

        editor.Find("[data-drag='b2']").KeyDown(new KeyboardEventArgs { Key = "Delete" });
        Assert.Equal("b1", Rows);

        await Services.GetRequiredService<Toasts>().Shown.Single().Action!();
        Assert.Equal("b1 b2", Rows);
    }

    [Fact]
    public void A_link_to_a_problem_opens_the_button_it_is_about()
    {
        Put(menu => menu with { Rows = menu.Rows.Edit("b2", button => button with { Url = "" }) });

        var editor = Render<MenuResponseEditor>(part =>
        {
            part.AddCascadingValue(draft).AddCascadingValue(nameof(DraftPlace), Place + "/rows/0/1/url");
            Parameters(part);
        });

        Assert.Equal("true", editor.Find("[data-drag='b2']").GetAttribute("aria-pressed"));
    }

    [Fact]
    public void A_menu_without_buttons_says_what_it_needs()
    {
        Put(menu => menu with { Rows = [] });

        var editor = Editor();

        Assert.Contains("at least one button", editor.Find("p.error").TextContent, StringComparison.Ordinal);
        Assert.Contains(editor.FindAll("button"), button => button.TextContent.Contains("first button", StringComparison.Ordinal));
    }

    private IRenderedComponent<MenuResponseEditor> Editor() => Show<MenuResponseEditor>(draft, Parameters);

    /// <summary>What the page does when the draft has changed.</summary>
    private void Follow(IRenderedComponent<MenuResponseEditor> editor) => editor.Render(part => part.Add(p => p.Response, Menu));

    private void Parameters(ComponentParameterCollectionBuilder<MenuResponseEditor> part) =>
        part.Add(p => p.Response, Menu)
            .Add(p => p.Place, Place)
            .Add(
                p => p.Put,
                edit => draft.Change(document => document.Edit("id-menu", command => command with { Response = edit(command.Response) }))
            );

    private void Put(Func<MenuResponse, MenuResponse> edit) =>
        draft.Change(document => document.Edit("id-menu", command => command with { Response = edit((MenuResponse)command.Response) }));
}
