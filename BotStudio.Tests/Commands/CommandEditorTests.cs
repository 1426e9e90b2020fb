using BotStudio.Core.Bots;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Commands;
using Bunit;

namespace BotStudio.Tests.Commands;

public sealed class CommandEditorTests : DraftScreen
{
    private readonly DraftSession draft = Draft(A.Document(A.TextCommand("price", "10 euros"), A.TextCommand("hours", "9 to 17")));

    private Command Command => draft.Document.Commands[0];

    [Fact]
    public void A_name_is_checked_while_it_is_typed_and_brought_into_form_when_it_is_left()
    {
        var editor = Editor();

        editor.Find("[data-place$='/name']").Input("/Price list");
        editor = Editor();
        Assert.Contains("small Latin letters", editor.Find(".field .error").TextContent, StringComparison.Ordinal);

        editor.Find("[data-place$='/name']").Change("/Price list");
        Assert.Equal("price_list", Command.Name);
        Assert.Empty(Editor().Find(".field .error").TextContent.Trim());
    }

    [Fact]
    public void A_name_that_another_command_has_is_refused()
    {
        draft.Change(document => document.Edit("id-hours", command => command with { Name = "price" }));

        var editor = Show<CommandEditor>(draft, part => part.Add(p => p.Command, draft.Document.Commands[1]));

        Assert.Contains("already a command /price", editor.Find(".field .error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_preview_says_what_is_typed()
    {
        var editor = Editor();

        editor.Find("textarea").Input("Only **9** euros, {{contact.first_name}}!");

        Assert.Equal("Only <b>9</b> euros, Alex!", Editor().Find(".theirs .text").InnerHtml.Trim());
        Assert.Equal("/price", Editor().Find(".mine .text").TextContent);
    }

    [Fact]
    public void The_preview_speaks_the_language_of_the_page()
    {
        Editor().Find("textarea").Input("10 euros");
        draft.Speak("uk");

        Editor().Find("textarea").Input("10 євро");

        Assert.Equal("10 євро", Editor().Find(".theirs .text").TextContent);
        Assert.Equal("10 euros", ((TextResponse)Command.Response).Text["en"]);
    }

    [Fact]
    public void Another_type_keeps_the_text_and_coming_back_finds_all_as_it_was()
    {
        var editor = Editor();

        editor.Find("input[value='menu']").Change("menu");
        Assert.Equal("10 euros", Assert.IsType<MenuResponse>(Command.Response).Text["en"]);
        draft.Change(document =>
            document.Edit(Command.Id, command => command with { Response = A.Menu(A.LinkButton("b", "https://example.com")) })
        );

        editor.Render(part => part.Add(p => p.Command, Command));
        editor.Find("input[value='ai']").Change("ai");
        editor.Render(part => part.Add(p => p.Command, Command));
        editor.Find("input[value='menu']").Change("menu");

        Assert.Single(Assert.IsType<MenuResponse>(Command.Response).Rows);
    }

    [Fact]
    public void A_command_that_is_switched_off_is_previewed_all_the_same()
    {
        Editor().Find("input[role='switch']").Change(false);

        Assert.False(Command.IsActive);
        Assert.Equal("10 euros", Editor().Find(".theirs .text").TextContent);
    }

    [Fact]
    public void Where_AI_answers_the_preview_says_so()
    {
        draft.Change(document => document.Edit(Command.Id, command => command with { Response = new AiResponse { Text = "Be kind." } }));

        Assert.Equal("AI answers here", Editor().Find(".note").TextContent.Trim());
    }

    private IRenderedComponent<CommandEditor> Editor() => Show<CommandEditor>(draft, part => part.Add(p => p.Command, Command));
}
