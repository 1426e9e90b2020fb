using AngleSharp.Dom;
using BotStudio.Core.Forms.Fields;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Forms;
using BotStudio.Web.Forms.Fields;
using BotStudio.Web.Shared;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Forms.Builder;

public sealed class OptionsEditorTests : DraftScreen
{
    private readonly DraftSession draft = Draft(
        SomeForm.In(
            SomeForm.With(
                new SelectField
                {
                    Id = "size",
                    Key = "size",
                    Question = A.Text("Which size?"),
                    Options = [SomeForm.Option("s", "Small"), SomeForm.Option("m", "Medium"), SomeForm.Option("l", "Large")],
                    Default = "m",
                }
            )
        )
    );

    private SelectField Size => (SelectField)draft.Document.Forms[0].Fields[0];

    private string Labels => string.Join(' ', Size.Options.Select(option => option.Label.GetValueOrDefault("en")));

    private Toast Toast => Services.GetRequiredService<Toasts>().Shown.Single();

    [Fact]
    public void A_label_is_written_in_the_language_of_the_page()
    {
        draft.Speak("uk");

        var editor = Editor();
        Assert.Equal("Small", Inputs(editor)[0].GetAttribute("placeholder"));
        Inputs(editor)[0].Input("Малий");

        Assert.Equal(("Small", "Малий"), (Size.Options[0].Label["en"], Size.Options[0].Label["uk"]));
    }

    [Fact]
    public void Enter_goes_on_to_a_new_option_and_to_an_empty_one_that_is_there()
    {
        Inputs(Editor())[1].KeyDown(new KeyboardEventArgs { Key = "Enter" });
        Assert.Equal("Small Medium  Large", Labels);

        Inputs(Editor())[1].KeyDown(new KeyboardEventArgs { Key = "Enter" });
        Assert.Equal(4, Size.Options.Count);
    }

    [Fact]
    public void A_list_is_pasted_as_many_options()
    {
        var editor = Editor();
        Button(editor, "Add many").Click();
        editor.Find("textarea").Input("Medium\nHuge\nGigantic");

        Button(editor, "Add these lines").Click();

        Assert.Equal("Small Medium Large Huge Gigantic", Labels);
    }

    [Fact]
    public void Options_are_moved_by_keyboard_and_dragging()
    {
        Inputs(Editor())[2].KeyDown(new KeyboardEventArgs { Key = "ArrowUp", AltKey = true });
        Assert.Equal("Small Large Medium", Labels);

        Editor().Find("[data-dropped]").Change("s m after");
        Assert.Equal("Large Medium Small", Labels);
    }

    [Fact]
    public async Task A_deleted_option_is_suggested_no_more_and_comes_back_to_its_place()
    {
        Editor().Find("[aria-label='Delete the option: Medium']").Click();

        Assert.Equal("Small Large", Labels);
        Assert.Null(Size.Default);
        Assert.Empty(draft.Problems);

        await Toast.Action!();
        Assert.Equal("Small Medium Large", Labels);
    }

    [Fact]
    public void An_option_is_suggested_by_its_star()
    {
        Editor().Find("[aria-label='Offer this one first: Large']").Click();
        Assert.Equal("l", Size.Default);

        Editor().Find("[aria-label='Offer this one first: Large']").Click();
        Assert.Null(Size.Default);
    }

    [Fact]
    public void A_label_that_is_missing_is_told_at_its_place()
    {
        Inputs(Editor())[0].Input("");

        var editor = Editor();

        Assert.Equal("true", Inputs(editor)[0].GetAttribute("aria-invalid"));
        Assert.NotNull(editor.Find("li .error"));
    }

    private IRenderedComponent<SelectFieldEditor> Editor() =>
        Show<SelectFieldEditor>(
            draft,
            part =>
            {
                part.Add(p => p.Field, Size);
                part.Add(p => p.Place, "/forms/order/fields/size");
                part.Add(p => p.Put, edit => draft.Change(document => document.Edit("order", form => form.Edit("size", edit))));
            }
        );

    private static IReadOnlyList<IElement> Inputs(IRenderedComponent<SelectFieldEditor> editor) => editor.FindAll("li input");

    private static IElement Button(IRenderedComponent<SelectFieldEditor> editor, string text) =>
        editor.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
