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

public sealed class ButtonRowsEditorTests : DraftScreen
{
    private const string Place = "/commands/id-menu/response";

    private readonly DraftSession draft;

    public ButtonRowsEditorTests()
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

        editor.FindAll(".edited select")[0].Change(nameof(ButtonAction.OpenLink));
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

        var editor = Render<ButtonRowsEditor>(part =>
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

    [Fact]
    public void A_menu_behind_a_button_is_filled_in_and_left_by_its_trail()
    {
        var editor = Editor();
        editor.Find("[data-drag='b1']").Click();
        editor.FindAll(".edited select")[0].Change(nameof(ButtonAction.OpenSubmenu));
        Follow(editor);

        editor.Find(".key + .open").Click();
        Assert.Equal("price", editor.Find(".trail [aria-current]").TextContent.Trim());
        editor.Find($"[data-place='{Place}/rows/0/0/submenu/text/en']").Input("Which price?");
        Follow(editor);
        editor.FindAll("button").Single(button => button.TextContent.Contains("first button", StringComparison.Ordinal)).Click();
        Follow(editor);
        editor.Find($"[data-place='{Place}/rows/0/0/submenu/rows/0/0/text/en']").Input("Coffee");
        Follow(editor);
        Assert.Equal("‹ Back", editor.Find(".back").TextContent.Trim());

        var submenu = Menu.Rows[0][0].Submenu!;
        Assert.Equal(("Which price?", "Coffee"), (submenu.Text["en"], submenu.Rows[0][0].Text["en"]));
        editor.Find(".trail button").Click();
        Assert.Equal(2, editor.FindAll(".key").Count);
    }

    [Fact]
    public void Menus_go_no_deeper_than_they_may()
    {
        var button = A.LinkButton("last", "https://example.com");
        for (var depth = Submenu.MaxDepth; depth > 0; depth--)
        {
            button = A.SubmenuButton("m" + depth, button);
        }

        Put(menu =>
            menu with
            {
                Rows =
                [
                    [button],
                ],
            }
        );
        var editor = Editor();
        for (var depth = 1; depth <= Submenu.MaxDepth; depth++)
        {
            editor.Find(".open").Click();
        }

        editor.Find("[data-drag='last']").Click();

        Assert.DoesNotContain(editor.FindAll(".edited option"), option => option.GetAttribute("value") == nameof(ButtonAction.OpenSubmenu));
    }

    [Fact]
    public async Task A_menu_behind_a_button_comes_back_whole_from_its_toast()
    {
        Put(menu =>
            menu with
            {
                Rows =
                [
                    [A.SubmenuButton("more", A.LinkButton("x", "https://example.com"))],
                ],
            }
        );
        var editor = Editor();

        editor.Find("[data-drag='more']").KeyDown(new KeyboardEventArgs { Key = "Delete" });
        var toast = Services.GetRequiredService<Toasts>().Shown.Single();
        Assert.Contains("with the 1 button behind it", toast.Text, StringComparison.Ordinal);
        await toast.Action!();

        Assert.Equal("x", Menu.Rows[0][0].Submenu!.Rows[0][0].Id);
    }

    [Fact]
    public void A_link_to_a_problem_leads_into_the_menu_where_it_is()
    {
        Put(menu =>
            menu with
            {
                Rows =
                [
                    [A.SubmenuButton("more", A.LinkButton("x", "nowhere"))],
                ],
            }
        );

        var editor = Render<ButtonRowsEditor>(part =>
        {
            part.AddCascadingValue(draft).AddCascadingValue(nameof(DraftPlace), Place + "/rows/0/0/submenu/rows/0/0/url");
            Parameters(part);
        });

        Assert.Equal("true", editor.Find("[data-drag='x']").GetAttribute("aria-pressed"));
        Assert.Contains(editor.FindAll(".edited .error"), error => error.TextContent.Contains("whole address", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(EveryAction))]
    public void Every_action_has_its_fields(ButtonAction action)
    {
        var editor = Editor();
        editor.Find("[data-drag='b1']").Click();

        editor.FindAll(".edited select")[0].Change(action.ToString());
        Follow(editor);

        Assert.Equal(action, Menu.Rows[0][0].Action);
        Assert.NotEmpty(editor.Find(".edited").TextContent);
    }

    public static TheoryData<ButtonAction> EveryAction => [.. ButtonActions.All];

    [Fact]
    public void Every_action_is_offered_and_has_an_icon()
    {
        var sprite = File.ReadAllText(Checkout.Path("wwwroot/images/icons.svg"));

        Assert.Equal(Enum.GetValues<ButtonAction>().Order(), ButtonActions.All.Order());
        Assert.All(
            ButtonActions.All,
            action => Assert.Contains($"id=\"{ButtonActions.IconOf(action)}\"", sprite, StringComparison.Ordinal)
        );
    }

    private IRenderedComponent<ButtonRowsEditor> Editor() => Show<ButtonRowsEditor>(draft, Parameters);

    /// <summary>What the page does when the draft has changed.</summary>
    private void Follow(IRenderedComponent<ButtonRowsEditor> editor) => editor.Render(part => part.Add(p => p.Response, Menu));

    private void Parameters(ComponentParameterCollectionBuilder<ButtonRowsEditor> part) =>
        part.Add(p => p.Response, Menu)
            .Add(p => p.Place, Place)
            .Add(
                p => p.Put,
                edit => draft.Change(document => document.Edit("id-menu", command => command with { Response = edit(command.Response) }))
            );

    private void Put(Func<MenuResponse, MenuResponse> edit) =>
        draft.Change(document => document.Edit("id-menu", command => command with { Response = edit((MenuResponse)command.Response) }));
}
