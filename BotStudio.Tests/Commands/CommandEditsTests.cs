using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Tests.Support;
using BotStudio.Web.Commands;

namespace BotStudio.Tests.Commands;

public sealed class CommandEditsTests
{
    private static readonly Command Price = A.TextCommand("price", "10 euros");
    private static readonly Command Hours = A.TextCommand("hours", "9 to 17");
    private static readonly Command Help = A.TextCommand("help", "Ask away");
    private static readonly BotDocument Document = A.Document(Price, Hours, Help);

    [Theory]
    [InlineData("id-price", 2, "hours help price")]
    [InlineData("id-help", 0, "help price hours")]
    [InlineData("id-hours", 99, "price help hours")]
    [InlineData("id-hours", -5, "hours price help")]
    public void A_command_moves_to_a_place_within_the_list(string id, int index, string order)
    {
        Assert.Equal(order, Names(Document.Move(id, index)));
    }

    [Fact]
    public void Moving_a_command_to_where_it_is_changes_nothing()
    {
        Assert.Same(Document, Document.Move("id-hours", 1));
        Assert.Same(Document, Document.Move("id-gone", 1));
    }

    [Fact]
    public void Editing_a_command_into_itself_changes_nothing()
    {
        Assert.Same(Document, Document.Edit("id-price", command => command with { Name = "price" }));
        Assert.Equal("prices hours help", Names(Document.Edit("id-price", command => command with { Name = "prices" })));
    }

    [Fact]
    public void A_deleted_command_comes_back_where_it_was()
    {
        var without = Document.Remove("id-hours");

        Assert.Equal("price help", Names(without));
        Assert.Equal("price hours help", Names(without.Insert(Hours, 1)));
    }

    [Fact]
    public void A_copy_has_a_free_name_and_ids_of_its_own()
    {
        var menu = A.Command("menu", A.Menu(A.CommandButton("b1", Price)));
        var document = A.Document(Price, menu);

        var copy = document.Duplicate(menu);

        Assert.Equal("menu_2", copy.Name);
        Assert.NotEqual(menu.Id, copy.Id);
        var button = ((MenuResponse)copy.Response).Rows[0][0];
        Assert.NotEqual("b1", button.Id);
        Assert.Equal("id-price", button.CommandId);
    }

    [Fact]
    public void A_free_name_stays_within_the_limit()
    {
        var longest = new string('a', Command.MaxNameLength);

        var name = A.Document(A.TextCommand(longest, "x")).FreeName(longest);

        Assert.Equal(longest[..^2] + "_2", name);
    }

    [Fact]
    public void Buttons_of_other_commands_that_run_a_command_are_counted()
    {
        var menu = A.Command("menu", A.Menu(A.CommandButton("b1", Price), A.CommandButton("b2", Price), A.CommandButton("b3", Hours)));

        Assert.Equal(2, A.Document(Price, Hours, menu).CountButtonsFor("id-price"));
    }

    [Theory]
    [InlineData("/Price", "price")]
    [InlineData("годин", "hours")]
    [InlineData("  ", "price hours help")]
    [InlineData("nothing", "")]
    public void Commands_are_found_by_name_and_by_description_in_any_language(string words, string found)
    {
        var document = A.Document(Price, Hours with { Description = A.Text("When we are open", "Години роботи") }, Help);

        Assert.Equal(found, string.Join(' ', document.Matching(words).Select(command => command.Name)));
    }

    [Theory]
    [InlineData("/Price list", "price_list")]
    [InlineData(" Opening-Hours ", "opening_hours")]
    [InlineData("Ціна", "ціна")]
    public void A_typed_name_is_brought_into_the_form_of_names(string typed, string name)
    {
        Assert.Equal(name, CommandEdits.AsName(typed));
    }

    [Fact]
    public void A_language_is_missing_when_the_main_one_has_a_text_and_it_has_none()
    {
        var complete = A.Command("a", new TextResponse { Text = A.Text("Hello", "Вітаю") });
        var button = A.TextButton("b", "Hello") with { Text = A.Text("Say", "Сказати") };
        var half = A.Command("b", A.Menu(button) with { Text = A.Text("Choose", "Оберіть") });

        Assert.Empty(Document.MissingLanguages(complete));
        Assert.Equal(["uk"], Document.MissingLanguages(half));
        Assert.Equal(["uk"], Document.MissingLanguages(complete with { Description = A.Text("Only English") }));
    }

    private static string Names(BotDocument document) => string.Join(' ', document.Commands.Select(command => command.Name));
}
