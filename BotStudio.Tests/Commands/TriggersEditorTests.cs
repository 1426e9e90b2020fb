using BotStudio.Core.Bots;
using BotStudio.Core.Commands;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Frame;
using BotStudio.Web.Commands;
using Bunit;

namespace BotStudio.Tests.Commands;

public sealed class TriggersEditorTests : DraftScreen
{
    private const string Place = "/commands/id-price/triggers";

    private readonly DraftSession draft = Draft(
        A.Document(A.TextCommand("price", "10 euros"), A.TextCommand("hours", "9 to 17") with { Triggers = [A.Trigger("open")] })
    );

    private Command Command => draft.Document.Commands[0];

    [Fact]
    public void Several_words_are_added_at_once()
    {
        var editor = Editor();

        editor.Find("form input").Input("price, how much ,, cost");
        editor.Find("form").Submit();

        Assert.Equal(["price", "how much", "cost"], Command.Triggers.Select(trigger => trigger.Text["en"]));
        Assert.All(Command.Triggers, trigger => Assert.Equal(TriggerKind.Contains, trigger.Kind));
    }

    [Fact]
    public void Words_are_written_in_the_language_of_the_page_and_show_what_counts_meanwhile()
    {
        Put(A.Trigger("price"));
        draft.Speak("uk");
        var editor = Editor();

        Assert.Equal("price", editor.Find("li input").GetAttribute("placeholder"));
        editor.Find("li input").Input("ціна");

        Assert.Equal(("price", "ціна"), (Command.Triggers[0].Text["en"], Command.Triggers[0].Text["uk"]));
    }

    [Fact]
    public void An_expression_that_is_none_says_where()
    {
        Put(A.Trigger("a(b"));
        var editor = Editor();

        editor.Find("li select").Change(nameof(TriggerKind.Regex));
        Follow(editor);

        Assert.Contains("not a regular expression", editor.Find("li .error").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("what is the PRICE?", "/price answers")]
    [InlineData("are you open?", "Another command answers: /hours")]
    [InlineData("/hours", "Another command answers: /hours")]
    [InlineData("hello", "No command fits: the text for when nothing fits is said")]
    public void A_phrase_is_tried_on_the_whole_bot(string phrase, string verdict)
    {
        Put(A.Trigger("price"));
        var editor = Editor();

        editor.Find(".try input").Input(phrase);

        Assert.Equal(verdict, editor.Find(".try [role=status]").TextContent.Trim());
    }

    [Fact]
    public void Words_are_removed_by_their_own_button()
    {
        Put(A.Trigger("price"), A.Trigger("cost"));

        Editor().Find("[aria-label='Remove “price”']").Click();

        Assert.Equal("cost", Assert.Single(Command.Triggers).Text["en"]);
    }

    private void Put(params Trigger[] triggers) =>
        draft.Change(document => document.Edit(Command.Id, command => command with { Triggers = triggers }));

    private IRenderedComponent<TriggersEditor> Editor() => Show<TriggersEditor>(draft, Parameters);

    private void Follow(IRenderedComponent<TriggersEditor> editor) => editor.Render(part => part.Add(p => p.Command, Command));

    private void Parameters(ComponentParameterCollectionBuilder<TriggersEditor> part) =>
        part.Add(p => p.Command, Command)
            .Add(p => p.Place, Place)
            .Add(p => p.Edit, edit => draft.Change(document => document.Edit(Command.Id, edit)));
}
